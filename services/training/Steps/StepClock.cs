namespace Rvos.Training.Steps;

/// <summary>Sums up how long the parts of training steps take. Not for several threads.</summary>
/// <param name="time">Clock.</param>
/// <param name="synchronise">Waits for the device, so that work it has only been handed counts where it belongs; null on the CPU.</param>
public sealed class StepClock(TimeProvider time, Action? synchronise = null)
{
    private readonly TimeSpan[] spent = new TimeSpan[Enum.GetValues<StepPhase>().Length];
    private StepPhase current = StepPhase.Other;
    private long entered = time.GetTimestamp();

    /// <summary>What follows belongs to a phase.</summary>
    public void Enter(StepPhase phase)
    {
        synchronise?.Invoke();
        var now = time.GetTimestamp();
        spent[(int)current] += time.GetElapsedTime(entered, now);
        (current, entered) = (phase, now);
    }

    /// <summary>Time of a phase so far, up to the last change.</summary>
    public TimeSpan Spent(StepPhase phase) => spent[(int)phase];

    /// <summary>Time of all phases so far, up to the last change.</summary>
    public TimeSpan Total => spent.Aggregate(TimeSpan.Zero, (sum, part) => sum + part);

    /// <summary>Forgets all times.</summary>
    public void Reset()
    {
        Enter(StepPhase.Other);
        Array.Clear(spent);
    }
}
