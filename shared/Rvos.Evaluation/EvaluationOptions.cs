using Rvos.Evaluation.Contours;

namespace Rvos.Evaluation;

/// <summary>How an evaluation runs.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The defaults.</summary>
    public static EvaluationOptions Default { get; } = new();

    /// <summary>See <see cref="Statistics.FrameStatistics.Of"/>. Default: false.</summary>
    public bool WrapBins { get; init; }

    /// <summary>Tolerance of contours, see <see cref="Contour.Radius"/>. Default: 0.008 of the diagonal.</summary>
    public double Tolerance { get; init; } = Contour.DefaultTolerance;

    /// <summary>Frames that are compared at once, at least 1; memory grows with it, never with the length of a sequence. Default: the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Names of the sequences that are evaluated. Default: null, all that have ground truth.</summary>
    public IReadOnlyList<string>? Sequences { get; init; }

    /// <summary>Called from any thread after each frame.</summary>
    public Action<EvaluationProgress>? Progress { get; init; }
}
