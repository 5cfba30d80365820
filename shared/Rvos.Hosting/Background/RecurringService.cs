using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Rvos.Hosting.Background;

/// <summary>
/// Work that comes again and again for as long as the host runs. A turn that throws, whatever it is, is logged, and the next one comes after a pause that doubles with each
/// failure in a row: only the end of the host ends it. A turn that goes through many items isolates each of them, so that one does not keep the others waiting.
/// </summary>
/// <param name="time">Of the pauses.</param>
/// <param name="logger">Of the class that derives.</param>
public abstract partial class RecurringService(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The clock of the pauses.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>One turn.</summary>
    /// <param name="stopping">When the host stops.</param>
    /// <returns>The pause before the next; zero for none.</returns>
    protected abstract Task<TimeSpan> TurnAsync(CancellationToken stopping);

    /// <summary>The pause after turns that failed.</summary>
    /// <param name="failures">How many in a row, from 1.</param>
    protected virtual TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures, 30) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await TurnAsync(stoppingToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                pause = PauseAfter(++failures);
                Log.Failed(logger, failures, pause.TotalSeconds, error);
            }

            if (pause > TimeSpan.Zero) await Task.Delay(pause, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Warning, "A turn failed ({Failures} in a row); the next one in {Seconds} s")]
        public static partial void Failed(ILogger logger, int failures, double seconds, Exception exception);
    }
}
