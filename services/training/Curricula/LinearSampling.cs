namespace Rvos.Training.Curricula;

/// <summary>Along a line: P(e) = 1 - e/E. Inverse, as RVOS-MOTS codes it: P(e) = 1 - θ(e) = e/E, where θ starts at 1 and loses 1/E after each epoch
/// (in floating point, one subtraction an epoch).</summary>
public sealed class LinearSampling(bool inverse = false) : ISamplingSchedule
{
    /// <summary>θ(e): a frame reads the true mask when u ≥ θ, u being drawn from [0,1).</summary>
    public static double InverseThreshold(int epoch, int epochs)
    {
        var threshold = 1.0;
        for (var e = 0; e < epoch; e++) threshold -= 1.0 / epochs;
        return threshold;
    }

    /// <inheritdoc/>
    public double TruthShare(int epoch, int epochs) => inverse ? 1 - InverseThreshold(epoch, epochs) : 1 - (double)epoch / epochs;
}
