namespace Rvos.Training.Runs;

/// <summary>Course of the learning rate after its warm-up.</summary>
public enum RateSchedule
{
    /// <summary>Along half a cosine to a fiftieth: 0.02 + 0.98·(1 + cos(π·step/steps))/2.</summary>
    Cosine,
    /// <summary>Unchanged, as the original.</summary>
    Constant,
}
