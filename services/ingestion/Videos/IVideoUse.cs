using System.Data.Common;

namespace Rvos.Ingestion.Videos;

/// <summary>Tells whether something still needs a video, which is then not deleted. Each part of the service that reads videos registers one.</summary>
public interface IVideoUse
{
    /// <summary>Whether the video is needed.</summary>
    /// <param name="transaction">That of the deletion, which holds the video's row: uses begun with <see cref="VideoLibrary.HoldAsync"/> are seen, or see the deletion.</param>
    /// <param name="videoId">Of the video.</param>
    Task<bool> IsUsedAsync(DbTransaction transaction, string videoId);
}
