namespace Rvos.Contracts.Messages;

/// <summary>The frames of some segments are wanted.</summary>
public sealed record SegmentDue
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The first segment, from 0.</summary>
    public required int Segment { get; init; }

    /// <summary>How many segments, 1 or more; those beyond the video's end are none.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The revision of the job's masks that they are wanted for.</summary>
    public int Revision { get; init; }

    /// <summary>True when they were asked for before and nothing came of it: whatever is there of them is to be passed on again.</summary>
    public bool IsRepeat { get; init; }
}
