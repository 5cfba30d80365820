using Dapper;
using Rvos.Hosting.Data;

namespace Rvos.Ingestion.Uploads;

/// <summary>
/// Makes the final upload of a concatenation: in one transaction the parts of the partial uploads become its own, where they lie. No byte
/// is copied. The partial uploads stay as empty rows until they expire, so that a client that did not hear of it asks for the same again.
/// </summary>
internal sealed class UploadJoiner(Database database)
{
    /// <summary>The final upload of the same partial uploads and metadata; null when there is none.</summary>
    internal async Task<UploadRow?> FindAsync(string tenant, string concat, string metadata, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<UploadRow>(
            $"select {UploadRow.Columns} from uploads where tenant = @tenant and concat = @concat and metadata = @metadata order by id", new { tenant, concat, metadata });
    }

    /// <summary>A tenant's uploads of these ids.</summary>
    internal async Task<IReadOnlyDictionary<string, UploadRow>> PartialsAsync(string tenant, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = new Dictionary<string, UploadRow>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (await connection.QuerySingleOrDefaultAsync<UploadRow>($"select {UploadRow.Columns} from uploads where tenant = @tenant and id = @id", new { tenant, id }) is { } row) rows[id] = row;
        }

        return rows;
    }

    /// <summary>Adds the final upload with all parts of the partial ones; false when one of those is not as it was read any more.</summary>
    /// <param name="final">The final upload, in state received.</param>
    /// <param name="partials">In their order, each in state stored.</param>
    /// <param name="cancellation">Leaves everything as it was.</param>
    internal async Task<bool> JoinAsync(UploadRow final, IReadOnlyList<UploadRow> partials, CancellationToken cancellation)
    {
        try
        {
            await database.TransactAsync(
                async transaction =>
                {
                    var connection = transaction.Connection!;
                    await connection.ExecuteAsync(
                        """
                        insert into uploads (id, tenant, video_id, state, length, received, parts, metadata, created_at, expires_at, concat)
                        values (@Id, @Tenant, @VideoId, @State, @Length, @Length, @Parts, @Metadata, @CreatedAt, @ExpiresAt, @Concat)
                        """,
                        final,
                        transaction);
                    var first = 0L;
                    foreach (var partial in partials)
                    {
                        var taken = await connection.ExecuteAsync("update uploads set state = 'joined' where id = @Id and state = 'stored' and concat = 'partial'", partial, transaction);
                        var moved = await connection.ExecuteAsync(
                            "update upload_parts set upload_id = @final, number = number + @first where upload_id = @Id", new { final = final.Id, first, partial.Id }, transaction);
                        if (taken != 1 || moved != partial.Parts) throw new UploadChangedException();
                        first += moved;
                    }
                },
                cancellation);
            return true;
        }
        catch (UploadChangedException)
        {
            return false;
        }
    }
}
