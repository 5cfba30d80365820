namespace Rvos.Contracts.Jobs;

/// <summary>A revision of a job's masks.</summary>
/// <param name="Number">From 0.</param>
/// <param name="FromSegment">First segment it covers; segments before it stay as earlier revisions made them.</param>
public sealed record JobRevision(int Number, int FromSegment)
{
    /// <summary>True when no masks were given or changed: masks that had been made were missing in the blob store, and are decoded again.</summary>
    public bool IsRepair { get; init; }
}
