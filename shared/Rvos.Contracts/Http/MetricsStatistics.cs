namespace Rvos.Contracts.Http;

/// <summary>Statistics over frames.</summary>
public sealed record MetricsStatistics
{
    /// <summary>Mean, in [0,1].</summary>
    public double? Mean { get; init; }

    /// <summary>Share of the frames above 0.5.</summary>
    public double? Recall { get; init; }

    /// <summary>Mean of the first quarter less that of the last.</summary>
    public double? Decay { get; init; }
}
