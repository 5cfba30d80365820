namespace Rvos.Hosting.Jobs;

/// <summary>Header of a segment of masks (content: indexed PNGs of the video's size, one after the other).</summary>
public sealed record MasksHeader
{
    /// <summary>Number of the first frame.</summary>
    public required int First { get; init; }

    /// <summary>The frames.</summary>
    public required IReadOnlyList<MaskEntry> Frames { get; init; }

    /// <summary>True for the video's last segment.</summary>
    public bool IsLast { get; init; }
}
