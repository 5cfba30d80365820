using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Rvos.Hosting.Health;

/// <summary>Runs every <see cref="IStartupWork"/>, one after another, once the host has started (migrations come before that).</summary>
internal sealed partial class StartupRunner(
    IEnumerable<IStartupWork> works, StartupState state, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<StartupRunner> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        }
        foreach (var work in works)
        {
            state.Begin(work.Name);
            var start = clock.GetTimestamp();
            await work.RunAsync(stoppingToken).ConfigureAwait(false);
            Log.Done(logger, work.Name, clock.GetElapsedTime(start).TotalSeconds);
        }
        state.Complete();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Start: {Name} done in {Seconds} s")]
        public static partial void Done(ILogger logger, string name, double seconds);
    }
}
