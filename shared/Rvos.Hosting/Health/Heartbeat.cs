namespace Rvos.Hosting.Health;

/// <summary>Of one loop, from <see cref="Heartbeats.Start"/> to its disposal, which is an orderly end. Thread-safe.</summary>
public sealed class Heartbeat : IDisposable
{
    private readonly Heartbeats _all;
    private readonly TimeProvider _clock;
    private long _last;

    internal Heartbeat(Heartbeats all, string name, TimeSpan limit, TimeProvider clock)
    {
        (_all, Name, Limit, _clock) = (all, name, limit, clock);
        _last = clock.GetTimestamp();
    }

    /// <summary>Of the loop.</summary>
    public string Name { get; }

    /// <summary>Longest time between two beats.</summary>
    public TimeSpan Limit { get; }

    internal bool IsLate => _clock.GetElapsedTime(Volatile.Read(ref _last)) > Limit;

    /// <summary>Says that the loop goes on.</summary>
    public void Beat() => Volatile.Write(ref _last, _clock.GetTimestamp());

    /// <summary>Says that the loop has ended in order.</summary>
    public void Dispose() => _all.End(this);
}
