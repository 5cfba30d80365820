using System.Text.Json;
using Rvos.Contracts.Http;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Shows a job as the API does.</summary>
internal static class JobResponses
{
    private const double Second = 1000;

    internal static JobResponse Of(JobRow row) => new()
    {
        Id = row.Id,
        State = row.State,
        Video = row.VideoId,
        Mode = row.Mode,
        Model = row.Model,
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Labels) ?? [],
        Progress = new JobProgress
        {
            FramesDecoded = (int)row.FramesDecoded,
            FramesEncoded = (int)row.FramesEncoded,
            FramesSegmented = (int)row.FramesMasked,
            Frames = (int?)row.Frames,
            FramesPerSecond = Rate(row),
        },
        Timings = new JobTimings
        {
            Queued = Between(row.QueuedAt ?? row.CreatedAt, row.StartedAt),
            Segmenting = Between(row.StartedAt, row.MaskedAt),
            Finishing = Between(row.MaskedAt, row.FinishedAt),
        },
        Revision = (int)row.Revision,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        StartedAt = Time(row.StartedAt),
        FinishedAt = Time(row.FinishedAt),
        Error = row.Error,
        Lost = row.Lost,
        Notes = JobNotes.Of(row.Notes),
        Warnings = JobWarnings.Of(row.Warnings),
        Links = Links(row),
    };

    private static JobLinks Links(JobRow row)
    {
        var self = $"/v1/jobs/{row.Id}";
        return new JobLinks
        {
            Self = self,
            Events = $"{self}/events",
            Mask = $"{self}/masks/{{frame}}.png",
            MasksZip = $"{self}/masks.zip",
            Annotations = $"{self}/annotations.json",
            Overlay = row.WantsOverlay != 0 && !JobWarnings.LacksOverlay(row) ? $"{self}/overlay.mp4" : null,
            Metrics = row.HasTruth != 0 ? $"{self}/metrics" : null,
        };
    }

    // Of the first run through the video: what a change of objects redid counts for nothing here.
    private static double? Rate(JobRow row) => row is { StartedAt: { } start, ProgressAt: { } end, Revision: 0 } && end > start ? Math.Round(row.FramesMasked * Second / (end - start), 2) : null;

    private static double? Between(long? start, long? end) => end - start is { } span and >= 0 ? span / Second : null;

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
}
