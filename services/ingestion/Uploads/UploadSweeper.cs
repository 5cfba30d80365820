using System.Data.Common;
using Azure;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Background;
using Rvos.Ingestion.Videos;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Uploads;

/// <summary>Goes on with uploads that a killed process left before they became a video, and removes those that expired.</summary>
internal sealed partial class UploadSweeper(UploadStore store, UploadFinisher finisher, IOptions<UploadOptions> options, TimeProvider time, ILogger<UploadSweeper> logger) : RecurringService(time, logger)
{
    private const int Batch = 100;

    /// <summary>One turn.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var row in await store.ReceivedAsync(Time.GetUtcNow(), Batch, cancellation)) await UnderLeaseAsync(row, FinishAsync, cancellation);
        foreach (var row in await store.ExpiredAsync(Time.GetUtcNow(), Batch, cancellation)) await UnderLeaseAsync(row, RemoveAsync, cancellation);
    }

    /// <inheritdoc/>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken stopping)
    {
        await SweepAsync(stopping);
        return options.Value.SweepInterval;
    }

    private async Task UnderLeaseAsync(UploadRow row, Func<UploadRow, CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            // Whoever has the lease does what is to be done.
            await using var lease = await finisher.TryLeaseAsync(row.Id, cancellation);
            if (lease is null || await store.FindAsync(row.Tenant, row.Id, cancellation) is not { } now) return;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellation);
            try
            {
                await work(now, either.Token);
            }
            // Still under the lease: nobody else is at it.
            catch (Exception e) when (!either.IsCancellationRequested)
            {
                await FailedAsync(now, e, cancellation);
            }
        }
        // One upload that cannot be dealt with must not hold up the others.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log.Upload(logger, row.Id, e);
        }
    }

    // What the machine lacks comes back; what this program makes of the bytes stays as it is, and ends the upload after some attempts.
    private async Task FailedAsync(UploadRow row, Exception error, CancellationToken cancellation)
    {
        Log.Upload(logger, row.Id, error);
        if (row.State == UploadState.Received && row.Attempts + 1 >= options.Value.MaximumAttempts && !IsTransient(error))
        {
            Log.GivenUp(logger, row.Id, row.Attempts + 1, error);
            await finisher.FailAsync(row, "The video cannot be taken: it could not be read.", cancellation);
            return;
        }

        var pause = options.Value.FirstRetry * Math.Pow(2, Math.Min(row.Attempts, 20));
        await store.PostponeAsync(row.Id, Time.GetUtcNow() + (pause < options.Value.LastRetry ? pause : options.Value.LastRetry), cancellation);
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
        if (row.Expires <= Time.GetUtcNow()) await finisher.RemoveAsync(row, cancellation);
    }

    private static bool IsTransient(Exception e) => e is DbException or IOException or RequestFailedException or AggregateException or OperationCanceledException or VideoRefusedException or FfmpegMissingException;

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Upload {Id} could not be finished or removed; trying again later")]
        internal static partial void Upload(ILogger logger, string id, Exception exception);

        [LoggerMessage(3, LogLevel.Information, "Upload {Id} is no video that can be taken: {Reason}")]
        internal static partial void Refused(ILogger logger, string id, string reason);

        [LoggerMessage(4, LogLevel.Error, "Upload {Id} is given up after {Attempts} attempts: an error of this program")]
        internal static partial void GivenUp(ILogger logger, string id, long attempts, Exception exception);
    }
}
