namespace Rvos.Ingestion.Uploads;

/// <summary>States of an upload.</summary>
internal static class UploadState
{
    /// <summary>Bytes are missing.</summary>
    internal const string Receiving = "receiving";

    /// <summary>All bytes are there; the video is being made of them.</summary>
    internal const string Received = "received";

    /// <summary>A partial upload whose bytes are all there; a final upload may take them.</summary>
    internal const string Stored = "stored";

    /// <summary>A partial upload whose bytes a final upload has taken: they are no longer its own.</summary>
    internal const string Joined = "joined";

    /// <summary>The video is there.</summary>
    internal const string Completed = "completed";

    /// <summary>The bytes are no video that can be taken; they are gone, and the reason stays until the upload expires.</summary>
    internal const string Failed = "failed";
}
