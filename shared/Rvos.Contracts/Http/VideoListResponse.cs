namespace Rvos.Contracts.Http;

/// <summary>Answer of <c>GET /v1/videos</c>.</summary>
public sealed record VideoListResponse
{
    /// <summary>One page of videos, newest first.</summary>
    public required IReadOnlyList<VideoResponse> Items { get; init; }

    /// <summary>The <c>cursor</c> of the next page; null on the last one.</summary>
    public required string? Next { get; init; }
}
