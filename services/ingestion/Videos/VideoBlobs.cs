namespace Rvos.Ingestion.Videos;

/// <summary>Names of a video's blobs.</summary>
public static class VideoBlobs
{
    /// <summary>What all of them start with.</summary>
    /// <param name="videoId">Of the video.</param>
    public static string Prefix(string videoId) => $"videos/{videoId}/";

    /// <summary>The file as it came.</summary>
    /// <param name="videoId">Of the video.</param>
    public static string Source(string videoId) => $"videos/{videoId}/source";

    /// <summary>A small JPEG of the first frame.</summary>
    /// <param name="videoId">Of the video.</param>
    public static string Preview(string videoId) => $"videos/{videoId}/preview";
}
