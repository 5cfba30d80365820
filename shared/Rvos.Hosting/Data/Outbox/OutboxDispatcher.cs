using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Data;

/// <summary>
/// Empties the outbox: at once after a commit of this process, by looking for those of others, and ever more slowly while the
/// bus or the database refuses.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxSender sender, OutboxSignal signal, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var sent = await sender.SendAsync(settings.BatchSize, stoppingToken).ConfigureAwait(false);
                failures = 0;
                if (sent == 0) await signal.WaitAsync(TimeSpan.FromSeconds(settings.PollSeconds), stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is OutboxException or DbException)
            {
                var pause = Pause(settings, failures++);
                Log.Failed(logger, failures, pause.TotalSeconds, e);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Pause(OutboxOptions settings, int failures) => TimeSpan.FromSeconds(
        Math.Min(settings.LongestPauseSeconds, settings.FirstPauseSeconds * Math.Pow(2, Math.Min(failures, 30))));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The outbox could not be emptied ({Failures} times in a row), next try in {Seconds} s")]
        public static partial void Failed(ILogger logger, int failures, double seconds, Exception exception);
    }
}
