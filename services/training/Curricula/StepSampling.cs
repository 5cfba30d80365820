namespace Rvos.Training.Curricula;

/// <summary>True masks up to a share a of the run, the network's own after it: P(e) = 1 for e &lt; aE, else 0. Inverse: the network's own first,
/// P(e) = 0 for e &lt; aE, else 1. With a = 1/2 the original's two stages, and RVOS-MOTS's best schedule when inverse.</summary>
public sealed class StepSampling(bool inverse = false, double at = 0.5) : ISamplingSchedule
{
    /// <inheritdoc/>
    public double TruthShare(int epoch, int epochs) => epoch < at * epochs != inverse ? 1 : 0;
}
