namespace Rvos.Training.Curricula;

/// <summary>What changes in the course of a run, besides its stages. Epochs are equal parts of the run, so that schedules keep their numbers at any budget.</summary>
public sealed record CurriculumOptions
{
    /// <summary>Epochs of the run: its steps are divided into so many equal parts. Default 40, as in RVOS-MOTS.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>When true masks are read, for stages whose previous mask is <c>Sampled</c>; null: always.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>Frames skipped within clips; null leaves the choice to the clip source.</summary>
    public SkippingOptions? FrameSkip { get; init; }

    /// <summary>Least areas of objects that count in the loss, in the order of their epochs. Default none.</summary>
    public IReadOnlyList<AreaPhase> LeastArea { get; init; } = [];

    /// <summary>Exponent of the area weight: a row counts (area / mean area)^p. Default 0: all rows alike; 1 weighs by pixels.</summary>
    public double AreaWeight { get; init; }

    /// <summary>Recurrences in the order of their epochs; where none is given, the run's own.</summary>
    public IReadOnlyList<RecurrencePhase> Recurrence { get; init; } = [];
}
