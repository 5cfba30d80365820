namespace Rvos.Training.Curricula;

/// <summary>Always s skipped frames: m(e) = 1 + s from epoch f on, 1 before.</summary>
public sealed class FixedSkipping(int skipped, int from = 0) : ISkippingSchedule
{
    /// <inheritdoc/>
    public int FrameStep(int epoch, int epochs) => epoch < from ? 1 : 1 + skipped;
}
