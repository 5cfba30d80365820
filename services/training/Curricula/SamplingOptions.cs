namespace Rvos.Training.Curricula;

/// <summary>Which sampling schedule a run follows, in its stages whose previous mask is <c>Sampled</c>.</summary>
public sealed record SamplingOptions
{
    /// <summary>The schedule.</summary>
    public required SamplingKind Kind { get; init; }

    /// <summary>True: from the network's own masks to the true ones. Default false, the other way.</summary>
    public bool Inverse { get; init; }

    /// <summary>Share of the run at which <see cref="SamplingKind.Step"/> changes. Default 0.5.</summary>
    public double At { get; init; } = 0.5;

    /// <summary>k of <see cref="SamplingKind.Exponential"/> (default 0.9) and of <see cref="SamplingKind.Sigmoid"/> (default 6).</summary>
    public double? K { get; init; }

    /// <summary>The schedule.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public ISamplingSchedule Create()
    {
        if (At is < 0 or > 1) throw new ArgumentException($"sampling: at {At} is outside 0..1");
        return Kind switch
        {
            SamplingKind.TeacherForcing => new TeacherForcing(Inverse),
            SamplingKind.Step => new StepSampling(Inverse, At),
            SamplingKind.Linear => new LinearSampling(Inverse),
            SamplingKind.Exponential => new ExponentialSampling(Inverse, K switch { null => 0.9, > 0 and < 1 => K.Value, _ => throw new ArgumentException("sampling: k of Exponential must lie between 0 and 1") }),
            SamplingKind.Sigmoid => new SigmoidSampling(Inverse, K switch { null => 6, >= 1 => K.Value, _ => throw new ArgumentException("sampling: k of Sigmoid must be at least 1") }),
            _ => throw new ArgumentException($"sampling: unknown kind {Kind}"),
        };
    }
}
