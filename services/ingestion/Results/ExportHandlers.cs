using System.Globalization;
using Microsoft.Net.Http.Headers;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;

namespace Rvos.Ingestion.Results;

/// <summary>Handlers for what is made once all masks are there.</summary>
internal static class ExportHandlers
{
    private const int MaximumMetricsBytes = 256 << 20;

    internal static async Task<IResult> GetOverlayAsync(string id, HttpContext http, ResultServices services, CancellationToken cancellation)
    {
        if (await services.FindJobAsync(http, id, cancellation) is not { } job) return Problems.Unknown("job", id);
        if (!job.Outputs.Contains("overlay")) return ResultProblems.NotWanted(job, "The job was not asked for an overlay: outputs lacks 'overlay'.");
        if (await services.Blobs.FindAsync(JobBlobs.Overlay(job.JobId, job.Revision), cancellation) is not { } blob)
            return job.State == "completed" ? ResultProblems.NotWanted(job, "The overlay could not be made: the job's warnings say so.") : ResultProblems.NotThere(http, job, "The overlay");
        ResultCache.Revalidate(http);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{job.Revision}-{blob.Length:x}-{blob.LastModified.UtcTicks:x}\"");
        return TypedResults.Stream(new BlobContent(services.Blobs, blob), "video/mp4", lastModified: blob.LastModified, entityTag: new EntityTagHeaderValue(tag), enableRangeProcessing: true);
    }

    internal static async Task<IResult> GetMetricsAsync(string id, HttpContext http, ResultServices services, CancellationToken cancellation)
    {
        if (await services.FindJobAsync(http, id, cancellation) is not { } job) return Problems.Unknown("job", id);
        if (!job.HasGroundTruth) return ResultProblems.NotWanted(job, "The job came without ground truth (ground_truth): there is nothing to evaluate it against.");
        if (await services.Blobs.TryReadAsync(JobBlobs.Metrics(job.JobId, job.Revision), MaximumMetricsBytes, cancellation) is not { } json) return ResultProblems.NotThere(http, job, "The evaluation");
        ResultCache.Revalidate(http);
        return TypedResults.Bytes(json, "application/json", entityTag: ResultCache.TagOf(json));
    }
}
