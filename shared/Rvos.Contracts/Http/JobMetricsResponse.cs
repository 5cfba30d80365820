namespace Rvos.Contracts.Http;

/// <summary>Answer of <c>GET /v1/jobs/{id}/metrics</c>: a job's masks against its ground truth, as <c>rvos evaluate</c> compares them. A figure that is no number is null.</summary>
public sealed record JobMetricsResponse
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The revision of its masks.</summary>
    public required int Revision { get; init; }

    /// <summary><c>davis-2017</c> (DAVIS-2017, semi-supervised) for objects that were given; <c>rvos-zero-shot</c> (the first true masks choose the instances by J, then the same) for
    /// objects that were discovered. The first and the last frame with ground truth do not count.</summary>
    public required string Protocol { get; init; }

    /// <summary>Why there are no figures, for people; null when there are.</summary>
    public string? Error { get; init; }

    /// <summary>Numbers of the frames that count, in order.</summary>
    public IReadOnlyList<int> Frames { get; init; } = [];

    /// <summary>Means over all objects; null with an error.</summary>
    public MetricsSummary? Overall { get; init; }

    /// <summary>Figures of each object.</summary>
    public IReadOnlyList<ObjectMetrics> Objects { get; init; } = [];
}
