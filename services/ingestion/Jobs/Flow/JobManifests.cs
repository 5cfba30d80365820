using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Writes the blob that tells the stages of a job, from its row.</summary>
internal sealed class JobManifests(JobReader reader, ManifestStore manifests)
{
    /// <summary>Writes the manifest as the row is. The row is not locked meanwhile, but looked at again after each write: whoever wrote an older state over a newer one finds
    /// that out, and writes again. One that is killed in between is called again, by the message that it did not acknowledge or by the sweeper.</summary>
    /// <returns>The row; null where there is none, or it is not accepted yet or being removed.</returns>
    internal async Task<JobRow?> WriteAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            var row = await reader.FindAsync(id, cancellation);
            if (row is { State: JobState.Storing }) return null;
            await WriteAsync(id, row, cancellation);
            var now = await reader.RevisionAsync(id, cancellation);
            if (now?.Revision == row?.Revision && KindOf(now?.State) == KindOf(row?.State)) return row is { State: JobState.Removing } ? null : row;
        }
    }

    private Task WriteAsync(string id, JobRow? row, CancellationToken cancellation) => row switch
    {
        null => manifests.DeleteAsync(id, cancellation),
        { State: JobState.Cancelled or JobState.Removing } => manifests.WriteTombstoneAsync(id, cancellation),
        _ => manifests.WriteAsync(row.Manifest with { HasEnded = JobState.HasEnded(row.State) }, cancellation),
    };

    // States of which the same is written, for the same revision.
    private static string? KindOf(string? state) => state switch
    {
        null => null,
        JobState.Cancelled or JobState.Removing => JobState.Removing,
        _ => JobState.HasEnded(state) ? JobState.Completed : JobState.Running,
    };
}
