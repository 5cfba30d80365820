namespace Rvos.Contracts.Messages;

/// <summary>The frames of a segment are wanted.</summary>
public sealed record SegmentDue
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The segment, from 0.</summary>
    public required int Segment { get; init; }
}
