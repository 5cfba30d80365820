using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Ingestion.Decoding;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Results;
using Rvos.Ingestion.Videos;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Makes the overlay video of a job whose masks are there; then the job is completed.</summary>
internal sealed class ExportsRequestedConsumer(JobReader reader, JobWriter jobs, JobFlow flow, VideoFiles videos, OverlayExport overlay, RvosMetrics metrics, IBlobStore blobs) :
    IConsumer<ExportsRequested>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<ExportsRequested> context)
    {
        metrics.RecordQueueWait(PipelineStage.Export, context);
        var (request, cancellation) = (context.Message, context.CancellationToken);
        if (await reader.FindAsync(request.JobId, cancellation) is not { State: JobState.Finishing } row || row.Revision != request.Revision) return;
        try
        {
            using var work = metrics.MeasureStage(PipelineStage.Export);
            await using var video = await videos.OpenAsync(row.VideoId, cancellation);
            await overlay.WriteAsync(row.Manifest, request.Revision, video.Path, cancellation);
            work.Complete((int)(row.Frames ?? 0));
        }
        catch (MasksMissingException error)
        {
            await jobs.ChangeAsync(row.Id, now => flow.Lost(now, request, error.Segment), cancellation);
            return;
        }
        catch (Exception error) when (error is VideoFormatException or VideoEncodingException or InvalidDataException or BlobNotFoundException)
        {
            await jobs.ChangeAsync(row.Id, now => flow.Fail(now, $"The overlay could not be made: {VideoReasons.WithoutPath(error.Message)}."), cancellation);
            return;
        }

        if (await jobs.ChangeAsync(row.Id, now => flow.Exported(now, request), cancellation) is not null) return;
        // Whoever cancelled or removed it may have looked for blobs before this one was written. The row is the authority: where there is none, the job was removed.
        if (await reader.StateAsync(row.Id, cancellation) is null or (JobState.Cancelled or JobState.Failed, _)) await blobs.DeleteAsync(JobBlobs.Overlay(row.Id, request.Revision), cancellation);
    }
}
