namespace Rvos.Contracts.Messages;

/// <summary>The feature pyramids of a segment's frames lie in the blob store.</summary>
public sealed record FeaturesExtracted
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The segment, from 0.</summary>
    public required int Segment { get; init; }
}
