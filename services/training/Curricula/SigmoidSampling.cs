namespace Rvos.Training.Curricula;

/// <summary>Falls along an S, the "inverse sigmoid" of Bengio et al. 2015: P(e) = k / (k + exp(e/k)), k ≥ 1. Inverse: 1 - P(e).</summary>
public sealed class SigmoidSampling(bool inverse = false, double steepness = 6) : ISamplingSchedule
{
    /// <inheritdoc/>
    public double TruthShare(int epoch, int epochs) => steepness / (steepness + Math.Exp(epoch / steepness)) is var share && inverse ? 1 - share : share;
}
