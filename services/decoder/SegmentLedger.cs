using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;

namespace Rvos.Decoder;

/// <summary>What is done of a job, told by its blobs. A segment's masks are written last, after the checkpoint: with them it is done, and stays so when the checkpoint
/// is deleted.</summary>
public sealed class SegmentLedger(IBlobStore blobs, ManifestStore manifests, RvosMetrics metrics)
{
    // A revision goes on from a kept checkpoint or from one of the last few.
    private const int LastCheckpoints = 3;

    /// <summary>The masks' header of a segment that is done in the revision that counts; null otherwise.</summary>
    public async Task<MasksHeader?> FindDoneAsync(JobManifest manifest, int segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return await SegmentFile.FindHeaderAsync<MasksHeader>(blobs, JobBlobs.Masks(manifest.JobId, manifest.RevisionOf(segment), segment), cancellation) is var (header, _) ? header : null;
    }

    /// <summary>True when a segment can be decoded now: the one before it is done, with its checkpoint there, and its features are too.</summary>
    /// <param name="session">Spares the questions about a state that it holds.</param>
    /// <param name="manifest">The job's manifest.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellation">Stops asking.</param>
    public async Task<bool> IsReadyAsync(LiveSession session, JobManifest manifest, int segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(manifest);
        if (segment > 0 && !(session.IsOwned && session.Holds(manifest.RevisionOf(segment - 1), segment - 1)))
        {
            if (await FindDoneAsync(manifest, segment - 1, cancellation) is null) return false;
            if (await blobs.FindAsync(JobBlobs.Checkpoint(manifest.JobId, manifest.RevisionOf(segment - 1), segment - 1), cancellation) is null) return false;
        }

        return await blobs.FindAsync(JobBlobs.Features(manifest.JobId, segment), cancellation) is not null;
    }

    /// <summary>Writes a segment's results.</summary>
    public async Task CommitAsync(JobManifest manifest, int segment, DecodedSegment decoded, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(decoded);
        var revision = manifest.RevisionOf(segment);
        await blobs.PutAsync(JobBlobs.Checkpoint(manifest.JobId, revision, segment), decoded.State, cancellation: cancellation);
        metrics.CountCheckpointWritten(decoded.State.Length);
        await blobs.PutAsync(JobBlobs.Masks(manifest.JobId, revision, segment), SegmentFile.Write(decoded.Masks, decoded.Content.Span), cancellation: cancellation);
    }

    /// <summary>Deletes the intermediate blobs of a segment that is done: frames, features, an old checkpoint; the segment's own checkpoint too when the job's tombstone says that it has
    /// ended. Masks stay in any case: the cleaner, which has the job's row, deletes those. Nothing is deleted because the manifest seems to be absent.</summary>
    /// <param name="job">The job.</param>
    /// <param name="revision">Of the masks that were written.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellation">Stops between two blobs.</param>
    /// <returns>The manifest as it is now; null when there is none.</returns>
    public async Task<JobManifest?> CleanAsync(string job, int revision, int segment, CancellationToken cancellation)
    {
        if (await manifests.FindAsync(job, cancellation) is not { } manifest) return null;
        // Decoded again for a new revision, from these same features.
        if (!manifest.HasEnded && manifest.RevisionOf(segment) != revision) return manifest;
        await blobs.DeleteAsync(JobBlobs.Frames(job, segment), cancellation);
        await blobs.DeleteAsync(JobBlobs.Features(job, segment), cancellation);
        if (manifest.HasEnded)
        {
            // The cleaner may have looked for blobs before this one was written.
            if (!JobBlobs.IsKept(segment)) await blobs.DeleteAsync(JobBlobs.Checkpoint(job, revision, segment), cancellation);
            return manifest;
        }

        var old = segment - LastCheckpoints;
        if (old >= 0 && !JobBlobs.IsKept(old) && manifest.Revisions.All(r => r.FromSegment != old + 1))
            await blobs.DeleteAsync(JobBlobs.Checkpoint(job, manifest.RevisionOf(old), old), cancellation);
        return manifest;
    }
}
