using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Hosting.Outbound;

namespace Rvos.Ingestion.Videos;

/// <summary>A video from a URL that a user names, through the guard against server-side request forgery.</summary>
internal static class VideoFetch
{
    /// <summary>The HTTP client's name.</summary>
    internal const string Client = "rvos-videos";

    internal static async Task<IResult> TakeAsync(HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.ReadAsync<FetchVideoRequest>(http.Request, cancellation);
        if (body is null) return problem!;
        if (string.IsNullOrEmpty(body.Url)) return Problems.Bad("url", "The url is missing.");
        if (body.Name is { Length: > VideoName.MaximumLength }) return Problems.Bad("name", $"The name has {body.Name.Length} characters, more than {VideoName.MaximumLength}.");
        try
        {
            var url = services.Guard.Parse(body.Url);
            await services.Guard.ValidateAsync(url, cancellation);
            using var response = await services.Clients.CreateClient(Client).GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)response.StatusCode is >= 300 and < 400) return VideoProblems.Fetch("Redirect refused", $"The URL answers with a redirect ({(int)response.StatusCode}), which is not followed: give the address of the file itself.");
            if (response.StatusCode != System.Net.HttpStatusCode.OK) return VideoProblems.Fetch("Not fetched", $"The URL answers with status {(int)response.StatusCode}.");
            return await StoreAsync(http, services, response, body.Name ?? Uri.UnescapeDataString(url.Segments[^1]), cancellation);
        }
        catch (OutboundRefusedException e)
        {
            return VideoProblems.Refused(e);
        }
        catch (HttpRequestException)
        {
            return VideoProblems.Fetch("Not fetched", "The URL's host does not answer as an HTTPS server should.");
        }
    }

    private static async Task<IResult> StoreAsync(HttpContext http, VideoServices services, HttpResponseMessage response, string name, CancellationToken cancellation)
    {
        await using var draft = await services.Intake.BeginAsync(TenantFilter.TenantOf(http), services.Intake.NewId(), cancellation) ?? throw new InvalidOperationException("a new id is taken");
        try
        {
            await using (var content = await response.Content.ReadAsStreamAsync(cancellation)) await draft.WriteAsync(content, response.Content.Headers.ContentLength, cancellation);
            return VideoHandlers.Created(http, await draft.CompleteAsync(VideoName.Of(name), cancellation));
        }
        catch (VideoRefusedException e) when (e.Reason is VideoRefusal.TooLarge or VideoRefusal.Incomplete)
        {
            return VideoProblems.Fetch("Not fetched", e.Message);
        }
        catch (VideoRefusedException e)
        {
            return VideoProblems.Of(e, "url");
        }
    }
}
