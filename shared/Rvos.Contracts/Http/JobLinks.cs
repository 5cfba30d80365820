namespace Rvos.Contracts.Http;

/// <summary>Paths of a job's results.</summary>
public sealed record JobLinks
{
    /// <summary>The job.</summary>
    public required string Self { get; init; }

    /// <summary>Server-sent events.</summary>
    public required string Events { get; init; }

    /// <summary>A frame's mask; <c>{frame}</c> is its number.</summary>
    public required string Mask { get; init; }

    /// <summary>All masks.</summary>
    public required string MasksZip { get; init; }

    /// <summary>Run lengths, boxes, confidence, timestamps.</summary>
    public required string Annotations { get; init; }

    /// <summary>The overlay video; null when it was not asked for.</summary>
    public string? Overlay { get; init; }

    /// <summary>The evaluation; null without ground truth.</summary>
    public string? Metrics { get; init; }
}
