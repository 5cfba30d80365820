namespace Rvos.Ingestion.Videos;

/// <summary>A video that was taken in whole: its container was read, its first frame decoded.</summary>
public sealed record Video
{
    /// <summary>What its ids begin with.</summary>
    internal const string Kind = "vid";

    /// <summary><c>vid_</c> and a UUID of version 7.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>What its owner calls it; 1 to 200 characters without control characters.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Width of its frames in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of its frames in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Frames that the file holds, counted without decoding; null when they could not be counted. A damaged video gives fewer.</summary>
    public long? Frames { get; init; }

    /// <summary>Length in time, as the container says; null when it does not.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When it came in, to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
