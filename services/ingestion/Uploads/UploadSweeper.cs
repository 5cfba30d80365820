using System.Data.Common;
using Azure;
using Microsoft.Extensions.Options;
using Rvos.Ingestion.Videos;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Uploads;

/// <summary>Goes on with uploads that a killed process left before they became a video, and removes those that expired.</summary>
internal sealed partial class UploadSweeper(UploadStore store, UploadFinisher finisher, IOptions<UploadOptions> options, TimeProvider time, ILogger<UploadSweeper> logger) : BackgroundService
{
    private const int Batch = 100;

    /// <summary>One turn.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var row in await store.ReceivedAsync(Batch, cancellation)) await UnderLeaseAsync(row, FinishAsync, cancellation);
        foreach (var row in await store.ExpiredAsync(time.GetUtcNow(), Batch, cancellation)) await UnderLeaseAsync(row, RemoveAsync, cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (IsPassing(e))
            {
                Log.Failed(logger, e);
            }

            await Task.Delay(options.Value.SweepInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task UnderLeaseAsync(UploadRow row, Func<UploadRow, CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            // Whoever has the lease does what is to be done.
            await using var lease = await finisher.TryLeaseAsync(row.Id, cancellation);
            if (lease is null || await store.FindAsync(row.Tenant, row.Id, cancellation) is not { } now) return;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellation);
            await work(now, either.Token);
        }
        // One upload that cannot be dealt with must not hold up the others.
        catch (Exception e) when (IsPassing(e))
        {
            Log.Upload(logger, row.Id, e);
        }
    }

    private async Task FinishAsync(UploadRow row, CancellationToken cancellation)
    {
        if (row.State != UploadState.Received) return;
        try
        {
            await finisher.FinishAsync(row, cancellation);
        }
        catch (VideoRefusedException e) when (e.Reason != VideoRefusal.Incomplete)
        {
            Log.Refused(logger, row.Id, e.Message);
        }
    }

    private async Task RemoveAsync(UploadRow row, CancellationToken cancellation)
    {
        if (row.Expires <= time.GetUtcNow()) await finisher.RemoveAsync(row, cancellation);
    }

    private static bool IsPassing(Exception e) => e is DbException or IOException or RequestFailedException or AggregateException or OperationCanceledException or VideoRefusedException or FfmpegMissingException;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Uploads could not be swept; trying again later")]
        internal static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Upload {Id} could not be finished or removed; trying again later")]
        internal static partial void Upload(ILogger logger, string id, Exception exception);

        [LoggerMessage(3, LogLevel.Information, "Upload {Id} is no video that can be taken: {Reason}")]
        internal static partial void Refused(ILogger logger, string id, string reason);
    }
}
