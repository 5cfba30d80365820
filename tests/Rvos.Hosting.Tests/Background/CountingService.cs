using Microsoft.Extensions.Logging;
using Rvos.Hosting.Background;

namespace Rvos.Hosting.Tests.Background;

/// <summary>A recurring service whose turns do what a test says, by their number from 1.</summary>
internal sealed class CountingService(TimeProvider time, ILogger<CountingService> logger, Func<int, Task<TimeSpan>> turn) : RecurringService(time, logger)
{
    private int _turns;

    internal int Turns => Volatile.Read(ref _turns);

    internal TimeSpan Pause(int failures) => PauseAfter(failures);

    protected override Task<TimeSpan> TurnAsync(CancellationToken stopping) => turn(Interlocked.Increment(ref _turns));
}
