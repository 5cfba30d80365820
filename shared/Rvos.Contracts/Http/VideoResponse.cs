namespace Rvos.Contracts.Http;

/// <summary>A video, as its owner sees it.</summary>
public sealed record VideoResponse
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the file in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Width of its frames in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of its frames in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Frames that the file holds, counted without decoding; null when they could not be counted. A damaged video gives fewer.</summary>
    public long? Frames { get; init; }

    /// <summary>Length in seconds, as the container says; null when it does not.</summary>
    public double? Duration { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Path of a small JPEG of the first frame.</summary>
    public required string Preview { get; init; }
}
