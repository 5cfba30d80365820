using Rvos.Contracts.Http;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>A video from a URL that the body of a request names.</summary>
internal static class VideoFetch
{
    internal static async Task<IResult> TakeAsync(HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.ReadAsync<FetchVideoRequest>(http.Request, cancellation);
        if (body is null) return problem!;
        if (string.IsNullOrEmpty(body.Url)) return Problems.Bad("url", "The url is missing.");
        if (body.Name is { Length: > VideoName.MaximumLength }) return Problems.Bad("name", $"The name has {body.Name.Length} characters, more than {VideoName.MaximumLength}.");
        try
        {
            return VideoHandlers.Created(http, await services.Fetcher.FetchAsync(TenantFilter.TenantOf(http), services.Intake.NewId(), body.Url, body.Name, cancellation));
        }
        catch (VideoFetchException e)
        {
            return VideoProblems.Fetch(e.Title, e.Message);
        }
    }
}
