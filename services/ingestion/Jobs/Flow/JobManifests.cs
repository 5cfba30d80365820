using Rvos.Hosting.Data;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Writes the blob that tells the stages of a job, from its row.</summary>
internal sealed class JobManifests(Database database, JobReader reader, ManifestStore manifests)
{
    /// <summary>Writes the manifest as the row is now. The row is locked meanwhile, so that of two writers the one with the older state never comes last.</summary>
    /// <returns>The row; null where there is none, or it is not accepted yet or being removed.</returns>
    internal Task<JobRow?> WriteAsync(string id, CancellationToken cancellation) =>
        database.TransactAsync<JobRow?>(
            async transaction =>
            {
                if (await reader.LockAsync(transaction, id) is not { } row || row.State is JobState.Storing or JobState.Removing) return null;
                if (row.State == JobState.Cancelled) await manifests.WriteTombstoneAsync(id, cancellation);
                else await manifests.WriteAsync(row.Manifest with { HasEnded = JobState.HasEnded(row.State) }, cancellation);
                return row;
            },
            cancellation);
}
