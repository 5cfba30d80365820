using Dapper;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Removes jobs with all they have. From the first step on nobody sees or changes them; then the blobs go, at once and a second time later, for what was on its
/// way; the row goes last, so that a killed process leaves something by which the rest is found.</summary>
internal sealed class JobRemoval(Database database, JobReader reader, JobWriter writer, JobFlow flow, JobCleaner cleaner)
{
    /// <summary>Removes a job of a state, or one that has ended.</summary>
    /// <param name="id">Of the job.</param>
    /// <param name="state">The state it must have; null for any in which it has ended.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>True when it is removed now; false when it is in no such state.</returns>
    internal async Task<bool> RemoveAsync(string id, string? state, CancellationToken cancellation)
    {
        var isMarked = await database.TransactAsync(
            async transaction =>
            {
                if (await reader.LockAsync(transaction, id) is not { } row || flow.Remove(row, state) is not { } removal) return false;
                await writer.ApplyAsync(transaction, row, removal, cancellation);
                await transaction.Connection!.ExecuteAsync("delete from job_requests where job_id = @id", new { id }, transaction);
                return true;
            },
            cancellation);
        if (isMarked) await cleaner.PurgeAsync(id, cancellation);
        return isMarked;
    }

    /// <summary>Ends a removal that <see cref="RemoveAsync"/> began.</summary>
    internal async Task FinishAsync(string id, CancellationToken cancellation)
    {
        await cleaner.PurgeWhollyAsync(id, cancellation);
        await database.TransactAsync(
            async transaction =>
            {
                foreach (var table in new[] { "job_events", "job_labels" })
                    await transaction.Connection!.ExecuteAsync($"delete from {table} where job_id = @id", new { id }, transaction);
                await transaction.Connection!.ExecuteAsync("delete from jobs where id = @id and state = @Removing", new { id, JobState.Removing }, transaction);
            },
            cancellation);
    }
}
