using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Removes blobs of ended jobs that nobody needs any more.</summary>
internal sealed class JobCleaner(IBlobStore blobs)
{
    /// <summary>Of a completed job its results stay, and what changes of objects start from; of a failed one the masks it has; of a cancelled one nothing.</summary>
    internal async Task CleanAsync(JobRow row, CancellationToken cancellation)
    {
        if (row.State == JobState.Cancelled)
        {
            await PurgeAsync(row.Id, cancellation);
            return;
        }

        await blobs.DeletePrefixAsync(JobBlobs.AllFrames(row.Id), cancellation);
        await blobs.DeletePrefixAsync(JobBlobs.AllFeatures(row.Id), cancellation);
        var manifest = row.Manifest;
        await KeepAsync(JobBlobs.AllPrompts(row.Id), manifest.Prompts.Select(p => p.Blob).ToHashSet(), cancellation);
        await KeepAsync(JobBlobs.AllMasks(row.Id), Segments(row, manifest, JobBlobs.Masks, _ => true), cancellation);
        await KeepAsync(JobBlobs.AllCheckpoints(row.Id), Segments(row, manifest, JobBlobs.Checkpoint, s => row.State == JobState.Completed && (s + 1) % JobBlobs.KeptCheckpoints == 0), cancellation);
        await KeepAsync(JobBlobs.AllOverlays(row.Id), row.State == JobState.Completed ? [JobBlobs.Overlay(row.Id, (int)row.Revision)] : [], cancellation);
    }

    /// <summary>Removes everything of a job.</summary>
    internal async Task PurgeAsync(string id, CancellationToken cancellation)
    {
        // Without a manifest whatever is still on its way for the job is dropped; so it goes first.
        await blobs.DeleteAsync(JobBlobs.Manifest(id), cancellation);
        await blobs.DeletePrefixAsync(JobBlobs.All(id), cancellation);
    }

    private static HashSet<string> Segments(JobRow row, JobManifest manifest, Func<string, int, int, string> name, Func<int, bool> isKept) =>
        [.. Enumerable.Range(0, (int)row.SegmentsMasked).Where(isKept).Select(segment => name(row.Id, manifest.RevisionOf(segment), segment))];

    private async Task KeepAsync(string prefix, HashSet<string> kept, CancellationToken cancellation)
    {
        await foreach (var blob in blobs.ListAsync(prefix, cancellation))
            if (!kept.Contains(blob.Name)) await blobs.DeleteAsync(blob.Name, cancellation);
    }
}
