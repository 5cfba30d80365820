namespace Rvos.Training.Curricula;

/// <summary>Skipping schedules by the names that a configuration uses.</summary>
public enum SkippingKind
{
    /// <summary><see cref="FixedSkipping"/>.</summary>
    Fixed,
    /// <summary><see cref="ProgressiveSkipping"/>.</summary>
    Progressive,
    /// <summary><see cref="ProportionalSkipping"/>.</summary>
    Proportional,
}
