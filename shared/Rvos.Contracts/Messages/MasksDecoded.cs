namespace Rvos.Contracts.Messages;

/// <summary>The masks of a segment, and the state after it, lie in the blob store. All segments before it are done too, and were told
/// before it; messages may overtake each other all the same.</summary>
public sealed record MasksDecoded
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The segment, from 0.</summary>
    public required int Segment { get; init; }

    /// <summary>The revision of the job's masks that it was decoded with.</summary>
    public required int Revision { get; init; }

    /// <summary>Frames up to the end of this segment.</summary>
    public required int FramesSoFar { get; init; }

    /// <summary>True for the video's last segment.</summary>
    public bool IsLast { get; init; }
}
