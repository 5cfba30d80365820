namespace Rvos.Training.Curricula;

/// <summary>Which frame-skipping schedule a run follows.</summary>
public sealed record SkippingOptions
{
    /// <summary>The schedule.</summary>
    public required SkippingKind Kind { get; init; }

    /// <summary>First epoch with skipping; default 0, and 20 for <see cref="SkippingKind.Progressive"/>.</summary>
    public int? From { get; init; }

    /// <summary>Epochs until <see cref="SkippingKind.Progressive"/> skips one frame more. Default 4.</summary>
    public int Every { get; init; } = 4;

    /// <summary>Frames that <see cref="SkippingKind.Progressive"/> skips at first. Default 1.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Frames skipped at most; what <see cref="SkippingKind.Fixed"/> skips. Default 5.</summary>
    public int Most { get; init; } = 5;

    /// <summary>The schedule.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public ISkippingSchedule Create()
    {
        if (From < 0 || Every < 1 || Least < 0 || Most is < 0 or > 100) throw new ArgumentException("frameSkip: from ≥ 0, every ≥ 1, least ≥ 0 and most within 0..100 are asked for");
        if (Kind == SkippingKind.Progressive && Most < Least) throw new ArgumentException("frameSkip: least is greater than most");
        return Kind switch
        {
            SkippingKind.Fixed => new FixedSkipping(Most, From ?? 0),
            SkippingKind.Progressive => new ProgressiveSkipping(From ?? 20, Every, Least, Most),
            SkippingKind.Proportional => new ProportionalSkipping(Most + 1),
            _ => throw new ArgumentException($"frameSkip: unknown kind {Kind}"),
        };
    }
}
