namespace Rvos.Contracts.Messages;

/// <summary>The frames of a segment lie in the blob store, at the model's size.</summary>
public sealed record FramesDecoded
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The segment, from 0.</summary>
    public required int Segment { get; init; }

    /// <summary>Frames up to the end of this segment.</summary>
    public required int FramesSoFar { get; init; }

    /// <summary>True for the video's last segment.</summary>
    public bool IsLast { get; init; }

    /// <summary>What of the video could not be decoded, for people; with the last segment only, null when nothing was lost.</summary>
    public string? Lost { get; init; }

    /// <summary>What was noticed about boxes in frames of the segment, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
