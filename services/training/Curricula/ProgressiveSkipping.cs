namespace Rvos.Training.Curricula;

/// <summary>More and more skipped frames: m(e) = 1 + min(most, least + ⌊(e - f)/n⌋) from epoch f on, 1 before. RVOS-MOTS's "1 to 5" is f = 20, n = 4, least = 1,
/// most = 5, which in its code exists up to epoch 39 only; its "0 to 9" is f = 20, n = 2, least = 0, most = 9.</summary>
/// <param name="from">First epoch f with skipping.</param>
/// <param name="every">Epochs n until one frame more is skipped.</param>
/// <param name="least">Frames skipped at first.</param>
/// <param name="most">Frames skipped at most.</param>
public sealed class ProgressiveSkipping(int from = 20, int every = 4, int least = 1, int most = 5) : ISkippingSchedule
{
    /// <inheritdoc/>
    public int FrameStep(int epoch, int epochs) => epoch < from ? 1 : 1 + Math.Min(most, least + (epoch - from) / every);
}
