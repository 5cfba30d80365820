namespace Rvos.Contracts.Http;

/// <summary>How far a job is, in frames.</summary>
public sealed record JobProgress
{
    /// <summary>Frames decoded from the video.</summary>
    public required int FramesDecoded { get; init; }

    /// <summary>Frames whose features were extracted.</summary>
    public required int FramesEncoded { get; init; }

    /// <summary>Frames with masks.</summary>
    public required int FramesSegmented { get; init; }

    /// <summary>All frames; null until the video's end was decoded.</summary>
    public int? Frames { get; init; }

    /// <summary>Frames with masks per second since the start; null before.</summary>
    public double? FramesPerSecond { get; init; }
}
