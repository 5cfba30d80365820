namespace Rvos.Hosting.Jobs;

/// <summary>Header of a segment of frames (content: RGB bytes (N,H,W,3) at the model's size) and of one of features (content: saved pyramids, one for each
/// <see cref="EncodingBatch"/> frames).</summary>
public sealed record FramesHeader
{
    /// <summary>Frames encoded at once. The same everywhere, so that the same frames always give the same features.</summary>
    public const int EncodingBatch = 4;

    /// <summary>Number of the first frame.</summary>
    public required int First { get; init; }

    /// <summary>Presentation timestamps of the frames, in ticks of 100 ns.</summary>
    public required IReadOnlyList<long> Timestamps { get; init; }

    /// <summary>True for the video's last segment.</summary>
    public bool IsLast { get; init; }

    /// <summary>What of the video could not be decoded; with the last segment only.</summary>
    public string? Lost { get; init; }

    /// <summary>What was noticed about boxes in these frames.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
