namespace Rvos.Contracts.Webhooks;

/// <summary>Where the results of a job that ended are: URLs where the service knows its public address, paths otherwise.</summary>
public sealed record JobEventLinks
{
    /// <summary>The job.</summary>
    public required string Self { get; init; }

    /// <summary>All masks; null when no frame has any.</summary>
    public string? MasksZip { get; init; }

    /// <summary>Run lengths, boxes, confidence, timestamps; null when no frame has masks.</summary>
    public string? Annotations { get; init; }

    /// <summary>The evaluation, there a while after the end; null without ground truth.</summary>
    public string? Metrics { get; init; }
}
