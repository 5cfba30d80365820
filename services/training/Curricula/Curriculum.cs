using Rvos.Model;

namespace Rvos.Training.Curricula;

/// <summary>The schedules of a run. Epoch of a step: e = ⌊step·E/steps⌋.</summary>
public sealed class Curriculum
{
    private readonly CurriculumOptions options;
    private readonly Recurrence recurrence;
    private readonly long steps;
    private readonly ISamplingSchedule sampling;
    private readonly ISkippingSchedule? skipping;

    /// <summary>The curriculum of a run.</summary>
    /// <param name="options">Schedules.</param>
    /// <param name="steps">Steps of the run.</param>
    /// <param name="recurrence">Recurrences outside all phases.</param>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public Curriculum(CurriculumOptions options, long steps, Recurrence recurrence)
    {
        if (options.Epochs is < 1 or > 100_000) throw new ArgumentException("curriculum: epochs must be within 1..100000");
        if (options.AreaWeight is < 0 or > 4) throw new ArgumentException("curriculum: areaWeight must be within 0..4");
        if (options.LeastArea.Any(p => p.Pixels < 0)) throw new ArgumentException("curriculum: leastArea has negative pixels");
        RequireOrder(options.LeastArea.Select(p => p.FromEpoch), "leastArea");
        RequireOrder(options.Recurrence.Select(p => p.FromEpoch), "recurrence");
        (this.options, this.steps, this.recurrence) = (options, steps, recurrence);
        sampling = options.Sampling?.Create() ?? new TeacherForcing();
        skipping = options.FrameSkip?.Create();
    }

    /// <summary>Epochs of the run.</summary>
    public int Epochs => options.Epochs;

    /// <summary>What holds in a step.</summary>
    public Lesson At(long step) => OfEpoch((int)Math.Min(Epochs - 1, step * Epochs / steps));

    /// <summary>What holds in an epoch.</summary>
    public Lesson OfEpoch(int epoch) => new(epoch, sampling.TruthShare(epoch, Epochs), skipping?.FrameStep(epoch, Epochs) ?? 0,
        options.LeastArea.LastOrDefault(p => p.FromEpoch <= epoch)?.Pixels ?? 0,
        options.Recurrence.LastOrDefault(p => p.FromEpoch <= epoch)?.Recurrence ?? recurrence);

    /// <summary>Which frames of a step's clips read the true previous mask: one draw for each frame after the first, from the seed and the step alone.</summary>
    public bool[] Draw(long step, int frames, int seed)
    {
        var share = At(step).TruthShare;
        var random = new Random(HashCode(step, seed));
        return Enumerable.Range(0, frames).Select(t => t == 0 || random.NextDouble() >= 1 - share).ToArray();
    }

    // Neighbouring seeds must not give neighbouring draws, so they are mixed first.
    private static int HashCode(long step, int seed) => unchecked((int)(((ulong)step * 0xD1B54A32D192ED03UL ^ ((uint)seed + 1) * 0x9E3779B97F4A7C15UL) >> 31));

    private static void RequireOrder(IEnumerable<int> epochs, string what)
    {
        var list = epochs.ToArray();
        if (list.Any(e => e < 0) || list.Zip(list.Skip(1)).Any(p => p.First >= p.Second)) throw new ArgumentException($"curriculum: {what} is not in the order of its epochs");
    }
}
