using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Results;
using Rvos.Ingestion.Videos;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Jobs.Exports;

/// <summary>Makes the overlay video of a job that this process owns; then the job is completed.</summary>
internal sealed partial class OverlayWork(
    JobReader reader, JobWriter jobs, JobFlow flow, StageFaults faults, VideoFiles videos, OverlayExport overlay, RvosMetrics metrics, IBlobStore blobs, ILogger<OverlayWork> logger)
{
    /// <summary>Makes it, and ends the ownership in the job's row, whatever comes of it.</summary>
    /// <param name="request">Of the overlay.</param>
    /// <param name="lease">The ownership.</param>
    /// <param name="cancellation">Breaks it off.</param>
    internal async Task RunAsync(ExportsRequested request, ExportLease lease, CancellationToken cancellation)
    {
        var outcome = await MakeAsync(request, lease.Row, cancellation);
        if (await jobs.ChangeAsync(request.JobId, now => lease.Holds(now) ? outcome(now) : null, CancellationToken.None) is { State: JobState.Completed }) return;
        // Whoever cancelled or removed it may have looked for blobs before this one was written. The row is the authority: where there is none, the job was removed.
        if (await reader.StateAsync(request.JobId, CancellationToken.None) is null or (JobState.Cancelled or JobState.Failed, _))
            await blobs.DeleteAsync(JobBlobs.Overlay(request.JobId, request.Revision), CancellationToken.None);
    }

    private async Task<Func<JobRow, JobChange?>> MakeAsync(ExportsRequested request, JobRow row, CancellationToken cancellation)
    {
        try
        {
            using var work = metrics.MeasureStage(PipelineStage.Export);
            await using var video = await videos.OpenAsync(row.VideoId, cancellation);
            var silence = await overlay.WriteAsync(row.Manifest, request.Revision, video.Path, cancellation);
            if (silence is not null) Log.Silent(logger, request.JobId, silence);
            work.Complete((int)(row.Frames ?? 0));
            return now => flow.Exported(now, request, silence is null ? null : JobWarnings.NoSound);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return flow.GiveBack;
        }
        catch (MasksMissingException error)
        {
            return now => flow.Lost(now, request, error.Segment);
        }
        catch (MasksDamagedException error)
        {
            Log.Damaged(logger, request.JobId, error);
            return now => flow.Fail(now, $"The masks are damaged: {LibraryText.ForUsers(error.Message)}.");
        }
        catch (Exception error) when (error is VideoFormatException or VideoEncodingException or InvalidDataException or BlobNotFoundException)
        {
            Log.NotMade(logger, request.JobId, error);
            return flow.NotExported;
        }
        catch (Exception error)
        {
            Log.Failed(logger, request.JobId, error);
            return now => faults.After(now, "overlay", error.GetType().FullName!, error.Message) is { } change
                ? change with { Row = change.Row with { ExportOwner = null } } : flow.AskLater(now);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Error, "The masks of {Job} are damaged")]
        internal static partial void Damaged(ILogger logger, string job, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Job {Job}: {Warning}")]
        internal static partial void Silent(ILogger logger, string job, string warning);

        [LoggerMessage(2, LogLevel.Warning, "The overlay of {Job} cannot be made; the job is completed without it")]
        internal static partial void NotMade(ILogger logger, string job, Exception exception);

        [LoggerMessage(1, LogLevel.Warning, "The overlay of {Job} could not be made; it is asked for again")]
        internal static partial void Failed(ILogger logger, string job, Exception exception);
    }
}
