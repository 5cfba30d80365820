using Dapper;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Removes jobs with all they have: blobs first, so that a killed process leaves a row by which the rest is found.</summary>
internal sealed class JobRemoval(Database database, JobReader reader, JobCleaner cleaner, JobSignals signals)
{
    /// <summary>Removes a job of a state, or one that has ended.</summary>
    /// <param name="id">Of the job.</param>
    /// <param name="state">The state it must have; null for any in which it has ended.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    internal async Task RemoveAsync(string id, string? state, CancellationToken cancellation)
    {
        if (await reader.FindAsync(id, cancellation) is not { } row || !(state is null ? JobState.HasEnded(row.State) : row.State == state)) return;
        await cleaner.PurgeAsync(id, cancellation);
        await database.TransactAsync(
            async transaction =>
            {
                if (await reader.LockAsync(transaction, id) is not { } now || now.State != row.State) return;
                foreach (var table in new[] { "job_events", "job_labels", "job_requests" })
                    await transaction.Connection!.ExecuteAsync($"delete from {table} where job_id = @id", new { id }, transaction);
                await transaction.Connection!.ExecuteAsync("delete from jobs where id = @id", new { id }, transaction);
            },
            cancellation);
        signals.Raise(id);
    }
}
