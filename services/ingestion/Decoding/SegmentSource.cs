using MassTransit;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Ingestion.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Videos;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Decoding;

/// <summary>Decodes the frames of segments that are due, each job's in one process as long as that lives, since a video is read from its start.</summary>
internal sealed partial class SegmentSource(
    CursorPool cursors, BoxPrompts boxes, VideoFiles videos, ManifestStore manifests, IBlobStore blobs, JobReader reader, JobWriter jobs, JobFlow flow,
    RvosMetrics metrics, IOptions<JobOptions> options, ILogger<SegmentSource> logger) : IDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim places = new(options.Value.DecodesAtOnce, options.Value.DecodesAtOnce);

    /// <summary>Decodes what a message asks for.</summary>
    /// <param name="due">The message.</param>
    /// <param name="mayTakeOver">True to become the one who decodes the job's video, if nobody is.</param>
    /// <param name="bus">Tells of frames that are there.</param>
    /// <param name="cancellation">Stops between segments.</param>
    internal async Task RunAsync(SegmentDue due, bool mayTakeOver, IPublishEndpoint bus, CancellationToken cancellation)
    {
        if (await cursors.EnterAsync(due.JobId, mayTakeOver, cancellation) is not { } session) return;
        var isDone = true;
        try
        {
            if (await manifests.FindLiveAsync(due.JobId, cancellation) is not { } manifest) return;
            // What was asked for an earlier revision is asked for again where it still counts: the place in the video is kept for that.
            isDone = !session.IsOwned;
            if (due.Revision < manifest.Revisions[^1].Number) return;
            isDone = true;
            if (!await OwnAsync(session, mayTakeOver, cancellation)) return;
            for (var segment = First(session, due); segment < due.Segment + due.Count; segment++) await PassOnAsync(session, manifest, segment, due, bus, cancellation);
            isDone = session.Cursor is null or { IsAtEnd: true };
        }
        catch (Exception error) when (error is VideoFormatException or BlobNotFoundException)
        {
            Log.Failed(logger, due.JobId, error);
            await jobs.ChangeAsync(due.JobId, row => flow.Fail(row, Reason(row, error)), cancellation);
        }
        finally
        {
            await cursors.LeaveAsync(session, isDone);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    // A message overtook those before it: in order now, or the video would be read again from its start for them.
    private int First(CursorSession session, SegmentDue due) =>
        session.Cursor is { } cursor && cursor.Next < due.Segment && due.Segment - cursor.Next <= options.Value.SegmentsInFlight ? cursor.Next : due.Segment;

    private async Task PassOnAsync(CursorSession session, JobManifest manifest, int segment, SegmentDue due, IPublishEndpoint bus, CancellationToken cancellation)
    {
        if (session.PassedOn.Contains(due.Revision, segment) && !due.IsRepeat) return;
        var boxed = await boxes.OpenAsync(manifest, segment, cancellation);
        // In the usual course of things the segment is the next one of the video, and nothing of it is there yet.
        var isNext = session.Cursor?.Next == segment && !due.IsRepeat && session.PassedOn.Revision == due.Revision;
        if (isNext || boxed.Count > 0 || !await FindAsync(manifest, segment, bus, cancellation)) await DecodeAsync(session, manifest, segment, boxed, bus, cancellation);
        session.PassedOn.Add(due.Revision, segment);
    }

    // Whatever is there already of a segment is passed on.
    private async Task<bool> FindAsync(JobManifest manifest, int segment, IPublishEndpoint bus, CancellationToken cancellation)
    {
        var job = manifest.JobId;
        if (await blobs.FindAsync(JobBlobs.Features(job, segment), cancellation) is not null || await blobs.FindAsync(JobBlobs.Masks(job, manifest.RevisionOf(segment), segment), cancellation) is not null)
        {
            await bus.PublishBoundedAsync(new FeaturesExtracted { JobId = job, Segment = segment }, cancellation);
            return true;
        }

        if (await SegmentFile.FindHeaderAsync<FramesHeader>(blobs, JobBlobs.Frames(job, segment), cancellation) is not var (header, _)) return false;
        await TellAsync(manifest, segment, header, bus, cancellation);
        return true;
    }

    private async Task DecodeAsync(
        CursorSession session, JobManifest manifest, int segment, IReadOnlyList<JobPrompt> boxed, IPublishEndpoint bus, CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        try
        {
            if (session.Cursor is { } open && open.Next > segment) await session.RewindAsync();
            if (session.Cursor is null && await IsBeyondAsync(manifest, segment, cancellation)) return;
            session.Cursor ??= await FrameCursor.OpenAsync(await videos.OpenAsync(manifest.VideoId, cancellation), manifest, cancellation);
            await session.Cursor.SkipToAsync(segment, cancellation);
            if (session.Cursor.IsAtEnd) return;
            using var work = metrics.MeasureStage(PipelineStage.Decode);
            var decoded = await session.Cursor.ReadAsync(frame => LookAsync(boxed, frame, cancellation));
            if (session.Cursor.Said is { Count: > 0 } said) Log.Damaged(logger, manifest.JobId, string.Join("; ", said));
            work.Complete(decoded?.Header.Timestamps.Count ?? 0);
            if (decoded is null || !session.IsOwned) return;
            await blobs.PutAsync(JobBlobs.Frames(manifest.JobId, segment), SegmentFile.Write(decoded.Header, decoded.Rgb), cancellation: cancellation);
            await TellAsync(manifest, segment, decoded.Header, bus, cancellation);
        }
        catch
        {
            // Half a segment was read: the place is no segment's start.
            await session.RewindAsync();
            throw;
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync(IReadOnlyList<JobPrompt> boxed, VideoFrame frame, CancellationToken cancellation) =>
        boxed.FirstOrDefault(prompt => prompt.Frame == frame.Index) is { } prompt ? await boxes.FindAsync(prompt, frame, cancellation) : [];

    // Where the video's end was seen before, nobody reads all of it to see it again.
    private async Task<bool> IsBeyondAsync(JobManifest manifest, int segment, CancellationToken cancellation) =>
        await reader.FindAsync(manifest.JobId, cancellation) is { Frames: { } frames } && (long)segment * manifest.SegmentLength >= frames;

    private async Task TellAsync(JobManifest manifest, int segment, FramesHeader header, IPublishEndpoint bus, CancellationToken cancellation)
    {
        var message = new FramesDecoded { JobId = manifest.JobId, Segment = segment, FramesSoFar = header.First + header.Timestamps.Count, IsLast = header.IsLast, Lost = header.Lost, Notes = header.Notes };
        await jobs.ChangeAsync(manifest.JobId, row => flow.Decoded(row, message), cancellation);
        await bus.PublishBoundedAsync(message, cancellation);
    }

    private async Task<bool> OwnAsync(CursorSession session, bool mayTakeOver, CancellationToken cancellation)
    {
        if (session.IsOwned) return true;
        if (session.Lease is { } lost)
        {
            await lost.DisposeAsync();
            session.Lease = null;
            session.PassedOn.Clear();
        }
        if (!mayTakeOver) return false;
        session.Lease = await blobs.TryAcquireLeaseAsync(JobBlobs.CursorLease(session.Job), LeaseTime, cancellation);
        return session.Lease is not null;
    }

    private static string Reason(JobRow row, Exception error) =>
        error is BlobNotFoundException ? $"The video '{row.VideoName}' is gone." : $"The video '{row.VideoName}' cannot be decoded: {LibraryText.ForUsers(error.Message)}.";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The video of job {Job} cannot be decoded")]
        internal static partial void Failed(ILogger logger, string job, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The video of job {Job} is damaged: {Said}")]
        internal static partial void Damaged(ILogger logger, string job, string said);
    }
}
