namespace Rvos.Contracts.Http;

/// <summary>How long the parts of a job took, in seconds; null for parts that have not ended.</summary>
public sealed record JobTimings
{
    /// <summary>From its acceptance, or from its last change, to the start of work.</summary>
    public double? Queued { get; init; }

    /// <summary>From the start of work to the last mask.</summary>
    public double? Segmenting { get; init; }

    /// <summary>From the last mask to the end: overlay.</summary>
    public double? Finishing { get; init; }
}
