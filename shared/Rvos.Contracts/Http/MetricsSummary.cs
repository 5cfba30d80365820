namespace Rvos.Contracts.Http;

/// <summary>Region similarity J and contour accuracy F (Perazzi et al., CVPR 2016).</summary>
public sealed record MetricsSummary
{
    /// <summary>Mean of mean J and mean F.</summary>
    public double? JAndF { get; init; }

    /// <summary>Region similarity.</summary>
    public required MetricsStatistics J { get; init; }

    /// <summary>Contour accuracy.</summary>
    public required MetricsStatistics F { get; init; }
}
