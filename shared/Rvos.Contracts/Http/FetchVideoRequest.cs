namespace Rvos.Contracts.Http;

/// <summary>JSON body of <c>POST /v1/videos</c>: a video to be fetched.</summary>
public sealed record FetchVideoRequest
{
    /// <summary>Where it is: an https URL of a public host. Redirects are not followed.</summary>
    public string? Url { get; init; }

    /// <summary>What to call it; the last part of the URL's path when absent.</summary>
    public string? Name { get; init; }
}
