namespace Rvos.Training.Curricula;

/// <summary>How often the cells read the true previous mask instead of the network's own (scheduled sampling: Bengio et al. 2015; for RVOS: RVOS-MOTS).</summary>
public interface ISamplingSchedule
{
    /// <summary>Probability, in [0,1], that a frame after the first reads the true mask of the frame before.</summary>
    /// <param name="epoch">Epoch e, from 0.</param>
    /// <param name="epochs">Epochs E of the run.</param>
    double TruthShare(int epoch, int epochs);
}
