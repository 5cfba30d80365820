using System.Data.Common;
using Azure;
using Microsoft.AspNetCore.Http.Features;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>Handlers for videos.</summary>
internal static partial class VideoHandlers
{
    // What a form adds to its file: boundaries, headers, a name.
    private const long FormBytes = 1 << 20;
    private const int MaximumPreviewBytes = 32 << 20;

    internal static async Task<IResult> CreateAsync(HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        var limits = services.Options.Value;
        var isForm = http.Request.HasFormContentType && http.Request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (!isForm && !http.Request.HasJsonContentType())
            return Problems.At("content-type", "The body's type is neither multipart/form-data nor application/json.", StatusCodes.Status415UnsupportedMediaType, "Unsupported media type");
        if (http.Request.ContentLength > limits.MaximumBytes + FormBytes) return VideoProblems.TooLarge($"The body has {http.Request.ContentLength} bytes; a video may have {limits.MaximumBytes}.", "file");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limits.MaximumBytes + FormBytes;
        using var late = new CancellationTokenSource(limits.IntakeTime, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return isForm ? await VideoForm.TakeAsync(http, services, either.Token) : await VideoFetch.TakeAsync(http, services, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return VideoProblems.TooSlow(limits.IntakeTime);
        }
        catch (Exception e) when (e is DbException or IOException or RequestFailedException or AggregateException)
        {
            Log.NotStored(services.Logger, e);
            return Problems.Later(http, "The video could not be stored at this moment.");
        }
    }

    internal static async Task<IResult> ListAsync(HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        if (PageQuery.Read(http.Request.Query, out var problem) is not { } page) return problem!;
        var videos = await services.Library.ListAsync(TenantFilter.TenantOf(http), page.After, page.Limit + 1, cancellation);
        return ApiJson.Ok(new VideoListResponse
        {
            Items = [.. videos.Take(page.Limit).Select(VideoResponses.Of)],
            Next = page.Next(videos, video => (video.CreatedAt.ToUnixTimeMilliseconds(), video.Id)),
        });
    }

    internal static async Task<IResult> GetAsync(string id, HttpContext http, VideoServices services, CancellationToken cancellation) =>
        await services.Library.FindAsync(TenantFilter.TenantOf(http), id, cancellation) is { } video ? ApiJson.Ok(VideoResponses.Of(video)) : Problems.Unknown("video", id);

    internal static async Task<IResult> PreviewAsync(string id, HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        if (await services.Library.FindAsync(TenantFilter.TenantOf(http), id, cancellation) is not { } video) return Problems.Unknown("video", id);
        if (await services.Blobs.TryReadAsync(VideoBlobs.Preview(video.Id), MaximumPreviewBytes, cancellation) is not { } jpeg) return Problems.Unknown("video", id);
        http.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        // Another key on the same browser may not see it.
        http.Response.Headers.Vary = "Authorization";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(jpeg, "image/jpeg");
    }

    internal static async Task<IResult> DeleteAsync(string id, HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        var deletion = await services.Library.MarkAsync(TenantFilter.TenantOf(http), id, cancellation);
        if (deletion == VideoDeletion.Unknown) return Problems.Unknown("video", id);
        if (deletion == VideoDeletion.InUse) return Problems.Conflict("Video in use", $"The video '{id}' is in use by a job; cancel or delete the job first.");
        await services.Intake.DiscardAsync(id);
        return TypedResults.NoContent();
    }

    internal static IResult Created(HttpContext http, Video video)
    {
        http.Response.Headers.Location = $"/v1/videos/{video.Id}";
        return ApiJson.Ok(VideoResponses.Of(video), StatusCodes.Status201Created);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A video could not be stored")]
        internal static partial void NotStored(ILogger logger, Exception exception);
    }
}
