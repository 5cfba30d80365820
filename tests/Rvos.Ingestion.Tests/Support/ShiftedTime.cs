namespace Rvos.Ingestion.Tests.Support;

/// <summary>The system's clock, and as much later as a test wants.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    internal void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _shift));
}
