using System.Data.Common;
using Dapper;
using Rvos.Hosting;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>The videos of all tenants, which see only their own. Thread-safe.</summary>
/// <remarks>
/// A video's row is there before its first blob and goes after its last one, so that whatever a killed process leaves is found
/// again.
/// </remarks>
public sealed class VideoLibrary(Database database, IEnumerable<IVideoUse> uses)
{
    private readonly IVideoUse[] _uses = [.. uses];

    /// <summary>A tenant's video; null where it has none of that id.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">Of the video.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Video?> FindAsync(string tenant, string id, CancellationToken cancellation = default)
    {
        if (!Identifier.IsWellFormed(Video.Kind, id)) return null;
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<VideoRow>(
            $"select {VideoRow.Columns} from videos where tenant = @tenant and id = @id and state = 'ready'", new { tenant, id });
        return row?.ToVideo();
    }

    /// <summary>A tenant's videos, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="after">Where to begin; at the newest when null.</param>
    /// <param name="limit">Most videos, at least 1.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<IReadOnlyList<Video>> ListAsync(string tenant, PageCursor? after, int limit, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var where = after is null ? "" : "and (created_at < @CreatedAt or (created_at = @CreatedAt and id < @Id))";
        var rows = await connection.QueryAsync<VideoRow>(
            $"select {VideoRow.Columns} from videos where tenant = @tenant and state = 'ready' {where} order by created_at desc, id desc limit @limit",
            new { tenant, limit, CreatedAt = after?.CreatedAt ?? 0, Id = after?.Id ?? "" });
        return [.. rows.Select(row => row.ToVideo())];
    }

    /// <summary>
    /// Takes a tenant's video for a use that the transaction records: until its end the video cannot be deleted, and after it
    /// <see cref="IVideoUse"/> tells. Null where the tenant has none of that id.
    /// </summary>
    /// <param name="transaction">Of the use.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">Of the video.</param>
    public static async Task<Video?> HoldAsync(DbTransaction transaction, string tenant, string id)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (!Identifier.IsWellFormed(Video.Kind, id)) return null;
        // An update that changes nothing locks the row in both dialects.
        var row = await transaction.Connection!.QuerySingleOrDefaultAsync<VideoRow>(
            $"update videos set state = state where tenant = @tenant and id = @id and state = 'ready' returning {VideoRow.Columns}", new { tenant, id }, transaction);
        return row?.ToVideo();
    }

    /// <summary>Marks a video for removal, unless something needs it. From then on nobody finds it.</summary>
    internal Task<VideoDeletion> MarkAsync(string tenant, string id, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                if (await HoldAsync(transaction, tenant, id) is null) return VideoDeletion.Unknown;
                foreach (var use in _uses)
                    if (await use.IsUsedAsync(transaction, id)) return VideoDeletion.InUse;
                await transaction.Connection!.ExecuteAsync("update videos set state = 'deleting' where id = @id", new { id }, transaction);
                return VideoDeletion.Deleted;
            },
            cancellation);

    /// <summary>Makes room for a video whose bytes are to come, or finds what an earlier try made; the state that the row has now.</summary>
    internal Task<string> BeginAsync(string tenant, string id, string name, DateTimeOffset now, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(
                    """
                    insert into videos (id, tenant, name, state, length, sha256, width, height, created_at)
                    values (@id, @tenant, @name, 'storing', 0, '', 0, 0, @now)
                    on conflict (id) do update set created_at = excluded.created_at where videos.state = 'storing'
                    """,
                    new { id, tenant, name, now = now.ToUnixTimeMilliseconds() },
                    transaction);
                return await transaction.Connection!.ExecuteScalarAsync<string>("select state from videos where id = @id", new { id }, transaction) ?? VideoState.Deleting;
            },
            cancellation);

    /// <summary>Shows a video whose bytes are all there; false when it was removed meanwhile.</summary>
    internal Task<bool> CompleteAsync(Video video, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction => await transaction.Connection!.ExecuteAsync(
                """
                update videos set state = 'ready', name = @Name, length = @Length, sha256 = @Sha256, width = @Width, height = @Height, frames = @Frames, duration_ms = @DurationMs
                where id = @Id and state in ('storing', 'ready')
                """,
                VideoRow.Of(video),
                transaction) == 1,
            cancellation);

    /// <summary>Marks a video that is not ready for removal; false when it is ready, and so stays. One without a row has blobs to remove at most.</summary>
    internal Task<bool> AbandonAsync(string id, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync("update videos set state = 'deleting' where id = @id and state <> 'ready'", new { id }, transaction);
                return await transaction.Connection!.ExecuteScalarAsync<string>("select state from videos where id = @id", new { id }, transaction) != VideoState.Ready;
            },
            cancellation);

    /// <summary>Forgets a video whose blobs are gone.</summary>
    internal Task ForgetAsync(string id, CancellationToken cancellation) =>
        database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync("delete from videos where id = @id and state = 'deleting'", new { id }, transaction), cancellation);

    /// <summary>Does not give a video to the sweeper before a time.</summary>
    internal Task PostponeAsync(string id, DateTimeOffset until, CancellationToken cancellation) =>
        database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync("update videos set next_attempt_at = @until where id = @id", new { id, until = until.ToUnixTimeMilliseconds() }, transaction), cancellation);

    /// <summary>Ids of videos that a killed process left: being deleted, or begun before a time; none whose next attempt is later.</summary>
    internal async Task<IReadOnlyList<string>> LeftAsync(DateTimeOffset begunBefore, DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return
        [
            .. await connection.QueryAsync<string>(
                "select id from videos where state <> 'ready' and (state = 'deleting' or created_at < @before) and next_attempt_at <= @now order by created_at limit @limit",
                new { before = begunBefore.ToUnixTimeMilliseconds(), now = now.ToUnixTimeMilliseconds(), limit }),
        ];
    }
}
