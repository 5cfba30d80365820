using System.Globalization;
using System.IO.Compression;
using Rvos.Hosting.Http;
using Rvos.OpenCv.Polygons;
using Rvos.Results.Writing;

namespace Rvos.Ingestion.Results;

/// <summary>Handlers for what is made of the masks that are there: also of a job at work.</summary>
internal static class MaskHandlers
{
    private const int SendAt = 1 << 16;

    // Entries have no time of their own: the same masks give the same archive.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static async Task<IResult> GetMaskAsync(string id, string frame, HttpContext http, ResultServices services, CancellationToken cancellation)
    {
        if (await services.FindJobAsync(http, id, cancellation) is not { } job) return Problems.Unknown("job", id);
        if (!int.TryParse(frame, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Problems.Bad("frame", $"'{Problems.Short(frame)}' is no frame's number.");
        if (number >= job.MaskedFrames) return ResultProblems.NotMasked(http, job, frame);
        var mask = await services.Masks.ReadAsync(job.Manifest, job.Revision, number, cancellation);
        ResultCache.Revalidate(http);
        return TypedResults.Bytes(mask.Png, "image/png", entityTag: ResultCache.TagOf(mask.Png));
    }

    internal static async Task<IResult> GetArchiveAsync(string id, HttpContext http, ResultServices services, CancellationToken cancellation)
    {
        if (await services.FindJobAsync(http, id, cancellation) is not { } job) return Problems.Unknown("job", id);
        if (Begin(http, job, "application/zip", "masks.zip") is { } answer) return answer;
        var window = new ZipWindow();
        using (var archive = new ZipArchive(window, ZipArchiveMode.Create, leaveOpen: true))
        {
            await foreach (var mask in services.Masks.ReadAllAsync(job.Manifest, job.Revision, job.MaskedFrames, cancellation))
            {
                // PNGs are packed already.
                var entry = archive.CreateEntry($"{mask.Index:D5}.png", CompressionLevel.NoCompression);
                entry.LastWriteTime = EntryTime;
                using (var content = entry.Open()) content.Write(mask.Png);
                if (window.Unsent >= SendAt) await window.SendAsync(http.Response.Body, cancellation);
            }
        }

        await window.SendAsync(http.Response.Body, cancellation);
        return TypedResults.Empty;
    }

    internal static async Task<IResult> GetAnnotationsAsync(string id, HttpContext http, ResultServices services, CancellationToken cancellation)
    {
        if (await services.FindJobAsync(http, id, cancellation) is not { } job) return Problems.Unknown("job", id);
        var polygons = false;
        if (http.Request.Query["polygons"] is { Count: > 0 } given && !bool.TryParse(given, out polygons)) return Problems.Bad("polygons", "polygons is neither true nor false.");
        if (Begin(http, job, "application/json", null, polygons ? "-polygons" : "") is { } answer) return answer;
        var video = await services.Videos.FindAsync(TenantFilter.TenantOf(http), job.Manifest.VideoId, cancellation);
        var manifest = job.Manifest;
        using var writer = new AnnotationsWriter(http.Response.Body, video?.Name ?? manifest.VideoId, manifest.Width, manifest.Height, manifest.Model, polygons ? new MaskOutlines() : null);
        await foreach (var mask in services.Masks.ReadAllAsync(manifest, job.Revision, job.MaskedFrames, cancellation))
            await writer.WriteAsync(mask.Index, mask.Timestamp, null, mask.Decode(), mask.Objects, cancellation);
        await writer.CompleteAsync(cancellation);
        return TypedResults.Empty;
    }

    // The answer where it needs no body: the caller has it, or wants the headers alone.
    private static IResult? Begin(HttpContext http, JobView job, string type, string? name, string variant = "")
    {
        var tag = ResultCache.TagOf(job, variant);
        ResultCache.Revalidate(http);
        http.Response.Headers.ETag = tag.ToString();
        if (ResultCache.IsKnown(http, tag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        http.Response.ContentType = type;
        if (name is not null) http.Response.Headers.ContentDisposition = $"attachment; filename=\"{job.JobId}-{name}\"";
        return HttpMethods.IsHead(http.Request.Method) ? TypedResults.Empty : null;
    }
}
