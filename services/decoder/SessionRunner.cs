using MassTransit;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;
using Rvos.Serving;

namespace Rvos.Decoder;

/// <summary>Decodes segments in order, without a scheduler. Features of segment k arrive: if k-1 is not done, they are forgotten; whoever finishes
/// k-1 writes its masks and then looks for the features of k. One of the two always sees what the other wrote. If another process owns the session, it is watched.</summary>
public sealed class SessionRunner(
    SessionPool sessions, SegmentDecoder decoder, SegmentLedger ledger, ManifestStore manifests, JobBuilds builds, SessionWatch watch, IBlobStore blobs, TimeProvider time,
    IHostApplicationLifetime lifetime, IOptions<DecoderOptions> options) : IDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15), Repeat = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim places = new(options.Value.SegmentsAtOnce, options.Value.SegmentsAtOnce);

    /// <summary>Goes on with a job's session from a segment, as far as features are there.</summary>
    /// <param name="job">The job.</param>
    /// <param name="segment">A segment whose features are there.</param>
    /// <param name="mayTakeOver">True to become the owner of a session that has none; false to go on with one that is held here already.</param>
    /// <param name="bus">Tells of segments that are done.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="InvalidDataException">A blob is damaged: to try again is of no use.</exception>
    public async Task RunAsync(string job, int segment, bool mayTakeOver, IPublishEndpoint bus, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bus);
        if (await sessions.EnterAsync(job, mayTakeOver, cancellation) is not { } session) return;
        // After an error: a listener's retry wants to find the session, another's makes a new one.
        var (outcome, goesOn, steps) = (mayTakeOver ? StepOutcome.Ended : StepOutcome.Waiting, false, 0);
        try
        {
            do
            {
                outcome = await StepAsync(session, segment, isAsked: steps == 0, bus, cancellation);
                if (outcome == StepOutcome.Decoded) segment++;
                goesOn = outcome is StepOutcome.Decoded or StepOutcome.Revised;
            }
            while (goesOn && ++steps < options.Value.SegmentsPerMessage && !lifetime.ApplicationStopping.IsCancellationRequested);
        }
        catch (OperationCanceledException) when (session.Lease is { Lost.IsCancellationRequested: true } && !cancellation.IsCancellationRequested)
        {
            outcome = StepOutcome.Elsewhere;
        }
        finally
        {
            session.ForgetUncommitted();
            await sessions.LeaveAsync(session, outcome is StepOutcome.Ended or StepOutcome.Elsewhere || !session.IsOwned || lifetime.ApplicationStopping.IsCancellationRequested);
        }

        if (outcome == StepOutcome.Elsewhere) watch.Add(job, segment);
        // Others' turn, or another process's.
        if (goesOn && await blobs.FindAsync(JobBlobs.Features(job, segment), cancellation) is not null)
            await bus.PublishBoundedAsync(new FeaturesExtracted { JobId = job, Segment = segment }, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task<StepOutcome> StepAsync(LiveSession session, int segment, bool isAsked, IPublishEndpoint bus, CancellationToken cancellation)
    {
        if (await manifests.FindLiveAsync(session.Job, cancellation) is not { } manifest) return StepOutcome.Ended;
        if (await ledger.FindDoneAsync(manifest, segment, cancellation) is { } before) return await AnswerAsync(session, manifest, segment, isAsked, before, bus, cancellation);
        // Asked before the lease is taken: who cannot go on must not keep others from it.
        if (!await ledger.IsReadyAsync(session, manifest, segment, cancellation)) return StepOutcome.Waiting;
        if (!await builds.AcceptsAsync(manifest, cancellation)) return StepOutcome.Waiting;
        if (!session.IsOwned)
        {
            if (!await session.OwnAsync(blobs, LeaseTime, cancellation)) return StepOutcome.Elsewhere;
            // The last owner may have done it in between.
            return await StepAsync(session, segment, isAsked, bus, cancellation);
        }

        await TellOfTheOneBeforeAsync(session, manifest, segment, bus, cancellation);
        await places.WaitAsync(cancellation);
        try
        {
            return await DecodeAsync(session, manifest, segment, bus, cancellation);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<StepOutcome> DecodeAsync(LiveSession session, JobManifest manifest, int segment, IPublishEndpoint bus, CancellationToken cancellation)
    {
        var revision = manifest.RevisionOf(segment);
        using var owned = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Lease!.Lost);
        if (await decoder.DecodeAsync(session, manifest, segment, owned.Token) is not { } decoded) return StepOutcome.Waiting;
        if (await manifests.FindLiveAsync(session.Job, owned.Token) is not { } now) return StepOutcome.Ended;
        if (now.RevisionOf(segment) != revision)
        {
            session.Forget();
            return StepOutcome.Revised;
        }

        owned.Token.ThrowIfCancellationRequested();
        await ledger.CommitAsync(manifest, segment, decoded, owned.Token);
        session.Commit();
        await TellAsync(session, revision, segment, decoded.Masks, bus, cancellation);
        if (await ledger.CleanAsync(session.Job, revision, segment, owned.Token) is not { HasEnded: false } after) return StepOutcome.Ended;
        if (after.RevisionOf(segment) != revision) return StepOutcome.Revised;
        return decoded.Masks.IsLast ? StepOutcome.Ended : StepOutcome.Decoded;
    }

    // Asked again because nobody heard, or done by someone who may have died before telling. Of what was told just now nobody need hear twice, unless a segment before it had
    // to be told again: whoever asked did not count the later ones then.
    private async Task<StepOutcome> AnswerAsync(
        LiveSession session, JobManifest manifest, int segment, bool isAsked, MasksHeader masks, IPublishEndpoint bus, CancellationToken cancellation)
    {
        var revision = manifest.RevisionOf(segment);
        if (!session.Told.Contains(revision, segment, time.GetTimestamp() - (long)(Repeat.TotalSeconds * time.TimestampFrequency)))
        {
            if (isAsked) session.Told.Clear();
            await TellAsync(session, revision, segment, masks, bus, cancellation);
            await ledger.CleanAsync(session.Job, revision, segment, cancellation);
        }

        return masks.IsLast ? StepOutcome.Ended : StepOutcome.Decoded;
    }

    // Whoever did it may have died, or lost the bus, before telling: segments are told without gaps.
    private async Task TellOfTheOneBeforeAsync(LiveSession session, JobManifest manifest, int segment, IPublishEndpoint bus, CancellationToken cancellation)
    {
        if (segment == 0 || session.Told.Contains(manifest.RevisionOf(segment - 1), segment - 1)) return;
        if (await ledger.FindDoneAsync(manifest, segment - 1, cancellation) is { } before)
            await TellAsync(session, manifest.RevisionOf(segment - 1), segment - 1, before, bus, cancellation);
    }

    private async Task TellAsync(LiveSession session, int revision, int segment, MasksHeader masks, IPublishEndpoint bus, CancellationToken cancellation)
    {
        await bus.PublishBoundedAsync(new MasksDecoded { JobId = session.Job, Segment = segment, Revision = revision, FramesSoFar = masks.First + masks.Frames.Count, IsLast = masks.IsLast }, cancellation);
        session.Told.Add(revision, segment, time.GetTimestamp());
    }
}
