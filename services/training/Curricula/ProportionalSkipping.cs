namespace Rvos.Training.Curricula;

/// <summary>Grows over the whole run, as an earlier version of RVOS-MOTS had it: m(e) = 1 + ⌊e·s/E⌋.</summary>
/// <param name="levels">s, one more than the frames skipped at the end.</param>
public sealed class ProportionalSkipping(int levels) : ISkippingSchedule
{
    /// <inheritdoc/>
    public int FrameStep(int epoch, int epochs) => 1 + (int)((long)epoch * levels / epochs);
}
