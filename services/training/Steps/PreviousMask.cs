namespace Rvos.Training.Steps;

/// <summary>Which mask an object's cells read in frame t ≥ 1. Frame 0 always reads its own ground truth.</summary>
public enum PreviousMask
{
    /// <summary>The ground truth of frame t-1 (the paper's first stage).</summary>
    GroundTruth,
    /// <summary>The network's own soft mask of frame t-1, without gradient (the paper's second stage).</summary>
    Inferred,
    /// <summary>As inferred, but frame 1 reads the ground truth of frame 0: exactly what happens when a session runs.</summary>
    AsServed,
    /// <summary>Drawn for each frame of a step, as the curriculum's sampling schedule says.</summary>
    Sampled,
}
