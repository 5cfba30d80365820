using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Health;

/// <summary>Keeps the host from stopping anything until its work has ended; servers answer and consumers work on meanwhile.</summary>
internal sealed partial class DrainStop(
    Drain drain, IHostApplicationLifetime lifetime, IOptions<HealthOptions> options, TimeProvider clock, ILogger<DrainStop> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        // A host that is stopped by its own program comes here first, and says that it stops only afterwards.
        lifetime.StopApplication();
        Log.Begun(logger, drain.InFlight);
        await Task.Delay(TimeSpan.FromSeconds(settings.GraceSeconds), clock, cancellationToken).ConfigureAwait(false);
        try
        {
            await drain.WaitAsync(TimeSpan.FromSeconds(settings.DrainSeconds), clock, cancellationToken).ConfigureAwait(false);
            Log.Done(logger);
        }
        catch (TimeoutException)
        {
            Log.Late(logger, drain.InFlight, settings.DrainSeconds);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The process stops; {Count} pieces of work in flight")]
        public static partial void Begun(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Information, "All work in flight has ended")]
        public static partial void Done(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "{Count} pieces of work have not ended within {Seconds} s: the process stops all the same")]
        public static partial void Late(ILogger logger, int count, double seconds);
    }
}
