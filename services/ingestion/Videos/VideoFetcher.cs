using System.Net;
using Rvos.Hosting.Outbound;

namespace Rvos.Ingestion.Videos;

/// <summary>Takes videos from URLs that users name, through the guard against server-side request forgery. What is refused leaves nothing.</summary>
internal sealed class VideoFetcher(VideoIntake intake, OutboundGuard guard, IHttpClientFactory clients)
{
    /// <summary>The HTTP client's name.</summary>
    internal const string Client = "rvos-videos";

    private const string NotFetched = "Not fetched";

    /// <summary>Fetches a video.</summary>
    /// <param name="tenant">Whose it becomes.</param>
    /// <param name="id">Of the video, which is not there yet.</param>
    /// <param name="url">As the user gave it.</param>
    /// <param name="name">What to call it; the last part of the URL's path when null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="VideoFetchException">It is not taken.</exception>
    internal async Task<Video> FetchAsync(string tenant, string id, string url, string? name, CancellationToken cancellation)
    {
        try
        {
            var target = guard.Parse(url);
            await guard.ValidateAsync(target, cancellation);
            using var response = await clients.CreateClient(Client).GetAsync(target, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)response.StatusCode is >= 300 and < 400)
                throw new VideoFetchException("Redirect refused", $"The URL answers with a redirect ({(int)response.StatusCode}), which is not followed: give the address of the file itself.", false);
            if (response.StatusCode != HttpStatusCode.OK) throw new VideoFetchException(NotFetched, $"The URL answers with status {(int)response.StatusCode}.", IsPassing(response.StatusCode));
            return await StoreAsync(tenant, id, response, name ?? Uri.UnescapeDataString(target.Segments[^1]), cancellation);
        }
        catch (OutboundRefusedException e)
        {
            throw new VideoFetchException("URL refused", $"The URL is refused: {e.Message}.", e.Reason is OutboundRefusal.Unresolvable or OutboundRefusal.TooSlow, e);
        }
        catch (HttpRequestException e)
        {
            throw new VideoFetchException(NotFetched, "The URL's host does not answer as an HTTPS server should.", true, e);
        }
    }

    private async Task<Video> StoreAsync(string tenant, string id, HttpResponseMessage response, string name, CancellationToken cancellation)
    {
        await using var draft = await intake.BeginAsync(tenant, id, cancellation) ?? throw new InvalidOperationException($"the video {id} is there already");
        try
        {
            await using (var content = await response.Content.ReadAsStreamAsync(cancellation)) await draft.WriteAsync(content, response.Content.Headers.ContentLength, cancellation);
            return await draft.CompleteAsync(VideoName.Of(name), cancellation);
        }
        catch (VideoRefusedException e)
        {
            throw new VideoFetchException(e.Reason switch { VideoRefusal.BeyondLimits => "Video beyond the limits", VideoRefusal.Unreadable => "Not a video", _ => NotFetched }, e.Message, e.Reason == VideoRefusal.Incomplete, e);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
