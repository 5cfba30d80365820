using Microsoft.Extensions.Options;
using Rvos.Hosting.Background;

namespace Rvos.Ingestion.Videos;

/// <summary>Removes what killed processes left of videos: those half in, and those half deleted.</summary>
internal sealed partial class VideoSweeper(VideoLibrary library, VideoIntake intake, IOptions<VideoOptions> options, TimeProvider time, ILogger<VideoSweeper> logger) : RecurringService(time, logger)
{
    private const int Batch = 100;

    // Beyond the time that a live request may take.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>One turn; how many were removed.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var id in await library.LeftAsync(Time.GetUtcNow() - options.Value.IntakeTime - Margin, Time.GetUtcNow(), Batch, cancellation))
        {
            try
            {
                if (await library.AbandonAsync(id, cancellation)) await intake.PurgeAsync(id, cancellation);
                removed++;
            }
            // One that cannot be removed does not keep others waiting.
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                Log.Failed(logger, id, e);
                await library.PostponeAsync(id, Time.GetUtcNow() + options.Value.RetryInterval, cancellation);
            }
        }

        return removed;
    }

    /// <inheritdoc/>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken stopping) => await SweepAsync(stopping) < Batch ? options.Value.SweepInterval : TimeSpan.Zero;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Remains of video {Id} could not be removed; trying again later")]
        internal static partial void Failed(ILogger logger, string id, Exception exception);
    }
}
