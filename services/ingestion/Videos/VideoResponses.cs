using Rvos.Contracts.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>What the API shows of videos.</summary>
internal static class VideoResponses
{
    internal static VideoResponse Of(Video video) => new()
    {
        Id = video.Id,
        Name = video.Name,
        Length = video.Length,
        Sha256 = video.Sha256,
        Width = video.Width,
        Height = video.Height,
        Frames = video.Frames,
        Duration = video.Duration?.TotalSeconds,
        CreatedAt = video.CreatedAt,
        Preview = $"/v1/videos/{video.Id}/preview.jpg",
    };
}
