namespace Rvos.Ingestion.Videos;

/// <summary>States of a row of <c>videos</c>. Only ready ones are shown to anybody.</summary>
internal static class VideoState
{
    /// <summary>Its bytes are on their way into the blob store, or being looked at.</summary>
    internal const string Storing = "storing";

    /// <summary>May be used.</summary>
    internal const string Ready = "ready";

    /// <summary>Its blobs are being removed.</summary>
    internal const string Deleting = "deleting";
}
