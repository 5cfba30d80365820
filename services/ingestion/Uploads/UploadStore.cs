using Dapper;
using Rvos.Hosting;
using Rvos.Hosting.Data;

namespace Rvos.Ingestion.Uploads;

/// <summary>Uploads in the database. A part counts once its row is there, together with the new offset; its blob is there before.</summary>
internal sealed class UploadStore(Database database)
{
    // Any number of our own: "uplo" in ASCII.
    private const long LockKind = 0x75706C6F;

    /// <summary>Adds an upload; false when the tenant has too many unfinished ones.</summary>
    internal Task<bool> AddAsync(UploadRow row, int maximum, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await database.LockTenantAsync(transaction, LockKind, row.Tenant);
                var open = await transaction.Connection!.ExecuteScalarAsync<long>(
                    "select count(*) from uploads where tenant = @Tenant and state in ('receiving', 'received', 'stored')", row, transaction);
                if (open >= maximum) return false;
                await transaction.Connection!.ExecuteAsync(
                    """
                    insert into uploads (id, tenant, video_id, state, length, received, parts, metadata, created_at, expires_at, concat)
                    values (@Id, @Tenant, @VideoId, @State, @Length, 0, 0, @Metadata, @CreatedAt, @ExpiresAt, @Concat)
                    """,
                    row,
                    transaction);
                return true;
            },
            cancellation);

    /// <summary>A tenant's upload; null where it has none of that id.</summary>
    internal async Task<UploadRow?> FindAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (!Identifier.IsWellFormed(UploadRow.Kind, id)) return null;
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<UploadRow>($"select {UploadRow.Columns} from uploads where tenant = @tenant and id = @id", new { tenant, id });
    }

    /// <summary>Has parts count, all or none; the row after it, or null when another writer was first.</summary>
    internal Task<UploadRow?> AppendAsync(UploadRow row, IReadOnlyList<UploadPart> added, DateTimeOffset expires, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var after = await transaction.Connection!.QuerySingleOrDefaultAsync<UploadRow>(
                    $"""
                    update uploads set received = received + @bytes, parts = parts + @count, expires_at = @expires,
                        state = case when received + @bytes <> length then state when concat = 'partial' then 'stored' else 'received' end
                    where id = @Id and received = @Received and parts = @Parts and state = 'receiving'
                    returning {UploadRow.Columns}
                    """,
                    new { row.Id, row.Received, row.Parts, bytes = added.Sum(part => part.Length), count = (long)added.Count, expires = expires.ToUnixTimeMilliseconds() },
                    transaction);
                if (after is null) return null;
                await transaction.Connection!.ExecuteAsync(
                    "insert into upload_parts (upload_id, number, blob, length) values (@Id, @number, @Blob, @Length)",
                    added.Select((part, index) => new { row.Id, number = row.Parts + index, part.Blob, part.Length }).ToArray(),
                    transaction);
                return after;
            },
            cancellation);

    /// <summary>Sets the length of an upload that has none yet; the row after it, or null when it has one or another writer was first.</summary>
    internal Task<UploadRow?> SetLengthAsync(UploadRow row, long length, CancellationToken cancellation) =>
        database.TransactAsync(
            transaction => transaction.Connection!.QuerySingleOrDefaultAsync<UploadRow>(
                $"""
                update uploads set length = @length, state = case when received <> @length then state when concat = 'partial' then 'stored' else 'received' end
                where id = @Id and received = @Received and length = -1 and state = 'receiving'
                returning {UploadRow.Columns}
                """,
                new { row.Id, row.Received, length },
                transaction),
            cancellation);

    /// <summary>The parts that count, in order.</summary>
    internal async Task<IReadOnlyList<UploadPart>> PartsAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<UploadPart>("select blob as Blob, length as Length from upload_parts where upload_id = @id order by number", new { id })];
    }

    /// <summary>Ends an upload whose bytes are all there, and forgets its parts.</summary>
    internal Task EndAsync(string id, string state, string? error, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync("update uploads set state = @state, error = @error where id = @id and state = 'received'", new { id, state, error }, transaction);
                await transaction.Connection!.ExecuteAsync("delete from upload_parts where upload_id = @id", new { id }, transaction);
            },
            cancellation);

    /// <summary>Has a partial upload expire before its bytes are removed; false when a final upload has them by now.</summary>
    internal async Task<bool> WithdrawAsync(string id, DateTimeOffset now, CancellationToken cancellation) =>
        await database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                "update uploads set state = 'failed', error = 'It was deleted.', expires_at = @now where id = @id and concat = 'partial' and state <> 'joined'",
                new { id, now = now.ToUnixTimeMilliseconds() },
                transaction),
            cancellation) == 1;

    /// <summary>Forgets an upload.</summary>
    internal Task RemoveAsync(string id, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync("delete from upload_parts where upload_id = @id", new { id }, transaction);
                await transaction.Connection!.ExecuteAsync("delete from uploads where id = @id", new { id }, transaction);
            },
            cancellation);

    /// <summary>Counts an attempt to finish or remove an upload, and puts the next one off.</summary>
    internal Task PostponeAsync(string id, DateTimeOffset until, CancellationToken cancellation) =>
        database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                "update uploads set attempts = attempts + 1, next_attempt_at = @until where id = @id", new { id, until = until.ToUnixTimeMilliseconds() }, transaction),
            cancellation);

    /// <summary>Uploads that expired, without those whose next attempt is later.</summary>
    internal Task<IReadOnlyList<UploadRow>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellation) =>
        ListAsync("expires_at <= @now and next_attempt_at <= @now order by expires_at", now, limit, cancellation);

    /// <summary>Uploads whose bytes are all there, and whose video is not, without those whose next attempt is later.</summary>
    internal Task<IReadOnlyList<UploadRow>> ReceivedAsync(DateTimeOffset now, int limit, CancellationToken cancellation) =>
        ListAsync("state = 'received' and next_attempt_at <= @now order by id", now, limit, cancellation);

    private async Task<IReadOnlyList<UploadRow>> ListAsync(string where, DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<UploadRow>($"select {UploadRow.Columns} from uploads where {where} limit @limit", new { now = now.ToUnixTimeMilliseconds(), limit })];
    }
}
