using System.Data.Common;
using Azure;
using Microsoft.Extensions.Options;

namespace Rvos.Ingestion.Videos;

/// <summary>Removes what killed processes left of videos: those half in, and those half deleted.</summary>
internal sealed partial class VideoSweeper(VideoLibrary library, VideoIntake intake, IOptions<VideoOptions> options, TimeProvider time, ILogger<VideoSweeper> logger) : BackgroundService
{
    private const int Batch = 100;

    // Beyond the time that a live request may take.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>One turn; how many were removed.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var left = await library.LeftAsync(time.GetUtcNow() - options.Value.IntakeTime - Margin, Batch, cancellation);
        foreach (var id in left)
            if (await library.AbandonAsync(id, cancellation)) await intake.PurgeAsync(id, cancellation);
        return left.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await SweepAsync(stoppingToken) < Batch) await Task.Delay(options.Value.SweepInterval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DbException or IOException or RequestFailedException or AggregateException)
            {
                Log.Failed(logger, e);
                await Task.Delay(options.Value.SweepInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Remains of videos could not be removed; trying again later")]
        internal static partial void Failed(ILogger logger, Exception exception);
    }
}
