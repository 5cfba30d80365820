using MassTransit;

namespace Rvos.Decoder;

/// <summary>Trims the pool of sessions, and looks at those of others, every second.</summary>
internal sealed partial class SessionKeeper(SessionPool pool, SessionWatch watch, IBus bus, TimeProvider time, ILogger<SessionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await pool.TrimAsync();
                await watch.LookAsync(bus, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // Store or bus out of reach: the next round finds everything as it was.
                Log.Failed(logger, error);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sessions could not be looked after")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
