using MassTransit;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;

namespace Rvos.Decoder;

/// <summary>Decodes segments in order, without a scheduler. Features of segment k arrive: if the checkpoint of k-1 is not there, they are forgotten; whoever finishes
/// k-1 writes its checkpoint and then looks for the features of k. One of the two always sees what the other wrote.</summary>
public sealed class SessionRunner(SessionPool sessions, SegmentDecoder decoder, ManifestStore manifests, IBlobStore blobs, IOptions<DecoderOptions> options)
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    /// <summary>Goes on with a job's session from a segment, as far as features are there.</summary>
    /// <param name="job">The job.</param>
    /// <param name="segment">A segment whose features are there.</param>
    /// <param name="mayTakeOver">True to become the owner of a session that has none.</param>
    /// <param name="bus">Tells of segments that are done.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public async Task RunAsync(string job, int segment, bool mayTakeOver, IPublishEndpoint bus, CancellationToken cancellation)
    {
        if (await sessions.EnterAsync(job, mayTakeOver, cancellation) is not { } session) return;
        var isDone = true;
        try
        {
            for (var n = 0; n < options.Value.SegmentsPerMessage; n++, segment++)
            {
                var outcome = await StepAsync(session, segment, mayTakeOver, bus, cancellation);
                isDone = outcome != StepOutcome.Waiting;
                if (outcome != StepOutcome.Decoded) return;
            }

            isDone = false;
            if (await blobs.FindAsync(JobBlobs.Features(job, segment), cancellation) is not null)
                await bus.Publish(new FeaturesExtracted { JobId = job, Segment = segment }, cancellation);
        }
        finally
        {
            if (isDone) await sessions.CloseAsync(session);
            session.Gate.Release();
        }
    }

    private async Task<StepOutcome> StepAsync(LiveSession session, int segment, bool mayTakeOver, IPublishEndpoint bus, CancellationToken cancellation)
    {
        var job = session.Job;
        if (await manifests.FindLiveAsync(job, cancellation) is not { } manifest) return StepOutcome.Ended;
        var revision = manifest.RevisionOf(segment);
        if (await FindDoneAsync(job, revision, segment, cancellation) is { } before)
        {
            // Done by someone who may have died before telling; of what this process told nobody need hear twice.
            if (session.Told is not var (toldRevision, toldSegment) || toldRevision != revision || toldSegment < segment) await TellAsync(session, revision, segment, before, bus, cancellation);
            return before.IsLast ? StepOutcome.Ended : StepOutcome.Decoded;
        }

        if (!await OwnAsync(session, mayTakeOver, cancellation)) return StepOutcome.Ended;
        if (await decoder.DecodeAsync(session, manifest, segment, cancellation) is not { } masks) return StepOutcome.Waiting;
        await TellAsync(session, revision, segment, masks, bus, cancellation);
        await PutAwayAsync(manifest, revision, segment, cancellation);
        return masks.IsLast ? StepOutcome.Ended : StepOutcome.Decoded;
    }

    private async Task<MasksHeader?> FindDoneAsync(string job, int revision, int segment, CancellationToken cancellation)
    {
        if (await blobs.FindAsync(JobBlobs.Checkpoint(job, revision, segment), cancellation) is null) return null;
        return await SegmentFile.FindHeaderAsync<MasksHeader>(blobs, JobBlobs.Masks(job, revision, segment), cancellation) is var (header, _) ? header : null;
    }

    private async Task<bool> OwnAsync(LiveSession session, bool mayTakeOver, CancellationToken cancellation)
    {
        if (session.IsOwned) return true;
        if (session.Lease is not null)
        {
            // Another process may have gone on meanwhile; its checkpoints say how far.
            session.Forget();
            await session.Lease.DisposeAsync();
            session.Lease = null;
        }

        if (!mayTakeOver) return false;
        session.Lease = await blobs.TryAcquireLeaseAsync(JobBlobs.SessionLease(session.Job), LeaseTime, cancellation);
        return session.Lease is not null;
    }

    private static async Task TellAsync(LiveSession session, int revision, int segment, MasksHeader masks, IPublishEndpoint bus, CancellationToken cancellation)
    {
        await bus.Publish(new MasksDecoded { JobId = session.Job, Segment = segment, Revision = revision, FramesSoFar = masks.First + masks.Frames.Count, IsLast = masks.IsLast }, cancellation);
        session.Told = (revision, segment);
    }

    // What nobody needs any more; a few checkpoints stay, since a new revision may start right behind.
    private async Task PutAwayAsync(JobManifest manifest, int revision, int segment, CancellationToken cancellation)
    {
        await blobs.DeleteAsync(JobBlobs.Frames(manifest.JobId, segment), cancellation);
        await blobs.DeleteAsync(JobBlobs.Features(manifest.JobId, segment), cancellation);
        var old = segment - 3;
        if (old >= 0 && (old + 1) % DecoderOptions.KeptCheckpoints != 0)
            await blobs.DeleteAsync(JobBlobs.Checkpoint(manifest.JobId, manifest.RevisionOf(old), old), cancellation);
    }
}
