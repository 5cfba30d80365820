namespace Rvos.Decoder.Tests.Support;

/// <summary>A clock whose timers never fire: a lease made with it is not renewed, like that of a process that was killed.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override long GetTimestamp() => 1;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
