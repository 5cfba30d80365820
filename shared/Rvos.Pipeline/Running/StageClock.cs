namespace Rvos.Pipeline.Running;

/// <summary>Adds up the time spent in each stage. Stages on different threads may overlap.</summary>
public sealed class StageClock(TimeProvider time)
{
    private readonly long[] ticks = new long[Enum.GetValues<Stage>().Length];

    /// <summary>Time spent in a stage so far.</summary>
    public TimeSpan this[Stage stage] => TimeSpan.FromTicks(Interlocked.Read(ref ticks[(int)stage]));

    /// <summary>Measures until the result is disposed.</summary>
    public IDisposable Measure(Stage stage) => new Span(this, stage, time.GetTimestamp());

    /// <summary>Measures a call.</summary>
    public T Measure<T>(Stage stage, Func<T> work)
    {
        using var span = Measure(stage);
        return work();
    }

    private sealed class Span(StageClock clock, Stage stage, long start) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref clock.ticks[(int)stage], clock.Elapsed(start).Ticks);
    }

    private TimeSpan Elapsed(long start) => time.GetElapsedTime(start);
}
