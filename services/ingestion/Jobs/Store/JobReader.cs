using System.Data.Common;
using Dapper;
using Rvos.Hosting.Data;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Reads jobs. Those whose masks are still being stored, and those that are being removed, are not seen.</summary>
internal sealed class JobReader(Database database)
{
    private const string Seen = "state not in ('storing', 'removing')";

    /// <summary>A tenant's job; null where it has none of that id.</summary>
    internal async Task<JobRow?> FindAsync(string tenant, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<JobRow>(
            $"select {JobRow.Columns} from jobs where tenant = @tenant and id = @id and {Seen}", new { tenant, id });
    }

    /// <summary>A job of whomever; null where there is none.</summary>
    internal async Task<JobRow?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<JobRow>($"select {JobRow.Columns} from jobs where id = @id", new { id });
    }

    /// <summary>State and version of a job; null where there is none.</summary>
    internal async Task<(string State, long Version)?> StateAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<(string, long)?>($"select state, version from jobs where id = @id and {Seen}", new { id });
    }

    /// <summary>State and revision of a job of any state; null where there is none.</summary>
    internal async Task<(string State, long Revision)?> RevisionAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<(string, long)?>("select state, revision from jobs where id = @id", new { id });
    }

    /// <summary>A tenant's jobs, newest first, without their manifests.</summary>
    internal async Task<IReadOnlyList<JobRow>> ListAsync(string tenant, JobFilter filter, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var state = filter.State is null ? $"and {Seen}" : "and state = @State";
        var label = filter.Label is null ? "" : "and exists (select 1 from job_labels where job_id = jobs.id and name = @Name and value = @Value)";
        var after = filter.After is null ? "" : "and (created_at < @CreatedAt or (created_at = @CreatedAt and id < @Id))";
        var rows = await connection.QueryAsync<JobRow>(
            $"select {JobRow.ListColumns} from jobs where tenant = @tenant {state} {label} {after} order by created_at desc, id desc limit @Limit",
            new { tenant, filter.State, filter.Limit, filter.Label?.Name, filter.Label?.Value, CreatedAt = filter.After?.CreatedAt ?? 0, Id = filter.After?.Id ?? "" });
        return [.. rows];
    }

    /// <summary>Events of a job after a number, oldest first.</summary>
    internal async Task<IReadOnlyList<JobEventRow>> EventsAsync(string id, long after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return
        [
            .. await connection.QueryAsync<JobEventRow>(
                "select number as Number, kind as Kind, body as Body from job_events where job_id = @id and number > @after order by number limit @limit", new { id, after, limit }),
        ];
    }

    /// <summary>A job's row, locked until the transaction ends; null where there is none.</summary>
    internal async Task<JobRow?> LockAsync(DbTransaction transaction, string id)
    {
        // SQLite has one writer at a time, which this transaction is.
        var locking = database.Dialect == SqlDialect.PostgreSql ? "for update" : "";
        return await transaction.Connection!.QuerySingleOrDefaultAsync<JobRow>($"select {JobRow.Columns} from jobs where id = @id {locking}", new { id }, transaction);
    }
}
