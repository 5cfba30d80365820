namespace Rvos.Training.Curricula;

/// <summary>Falls by a factor an epoch: P(e) = k^e, 0 &lt; k &lt; 1 (Bengio et al. 2015). Inverse: P(e) = 1 - k^e.</summary>
public sealed class ExponentialSampling(bool inverse = false, double factor = 0.9) : ISamplingSchedule
{
    /// <inheritdoc/>
    public double TruthShare(int epoch, int epochs) => Math.Pow(factor, epoch) is var share && inverse ? 1 - share : share;
}
