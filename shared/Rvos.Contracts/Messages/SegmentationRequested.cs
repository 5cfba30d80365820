namespace Rvos.Contracts.Messages;

/// <summary>A job was accepted, or goes on from an earlier segment with new masks: its frames are to be decoded.</summary>
public sealed record SegmentationRequested
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>First segment to decode, from 0.</summary>
    public int FromSegment { get; init; }

    /// <summary>True when only what the stages read of the job is to be written again.</summary>
    public bool IsManifestOnly { get; init; }
}
