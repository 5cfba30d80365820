namespace Rvos.Contracts.Http;

/// <summary>Figures of one object.</summary>
public sealed record ObjectMetrics
{
    /// <summary>Its label in the ground truth.</summary>
    public required int Id { get; init; }

    /// <summary>The job's object that was compared with it; 0 when none is left for it.</summary>
    public required int Result { get; init; }

    /// <summary>Figures over its frames.</summary>
    public required MetricsSummary Summary { get; init; }

    /// <summary>J in each frame that counts.</summary>
    public required IReadOnlyList<double?> J { get; init; }

    /// <summary>F in each frame that counts.</summary>
    public required IReadOnlyList<double?> F { get; init; }
}
