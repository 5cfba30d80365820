namespace Rvos.Ingestion.Uploads;

/// <summary>Words of the tus protocol, version 1.0.0.</summary>
internal static class Tus
{
    internal const string Version = "1.0.0";
    internal const string Extensions = "creation,creation-defer-length,creation-with-upload,expiration,checksum,concatenation,termination";
    internal const string ContentType = "application/offset+octet-stream";

    internal const string ResumableHeader = "Tus-Resumable";
    internal const string VersionHeader = "Tus-Version";
    internal const string ExtensionHeader = "Tus-Extension";
    internal const string MaxSizeHeader = "Tus-Max-Size";
    internal const string ChecksumAlgorithmHeader = "Tus-Checksum-Algorithm";
    internal const string OffsetHeader = "Upload-Offset";
    internal const string LengthHeader = "Upload-Length";
    internal const string DeferLengthHeader = "Upload-Defer-Length";
    internal const string ConcatHeader = "Upload-Concat";
    internal const string MetadataHeader = "Upload-Metadata";
    internal const string ExpiresHeader = "Upload-Expires";
    internal const string ChecksumHeader = "Upload-Checksum";
    internal const string MethodOverrideHeader = "X-HTTP-Method-Override";

    /// <summary>Ours: the video that a completed upload became.</summary>
    internal const string VideoHeader = "X-Rvos-Video";

    internal const int ChecksumMismatch = 460;

    /// <summary>A count of bytes as a header has it: digits alone.</summary>
    internal static long? CountOf(HttpRequest request, string header) =>
        request.Headers[header] is [{ Length: > 0 } text] && long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;
}
