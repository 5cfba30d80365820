namespace Rvos.Training.Curricula;

/// <summary>Always the true mask: P(e) = 1. Inverse, always the network's own: P(e) = 0.</summary>
public sealed class TeacherForcing(bool inverse = false) : ISamplingSchedule
{
    /// <inheritdoc/>
    public double TruthShare(int epoch, int epochs) => inverse ? 0 : 1;
}
