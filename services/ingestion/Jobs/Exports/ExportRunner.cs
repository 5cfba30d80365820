using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Ingestion.Results;

namespace Rvos.Ingestion.Jobs.Exports;

/// <summary>Makes overlays beside the queue. A request is acknowledged once this process owns the export, since encoding a long video takes longer than a delivery may be held; from then
/// on the owner in the job's row is what has another process go on when this one is killed.</summary>
internal sealed partial class ExportRunner(
    ExportLeases leases, OverlayWork work, IOptions<ResultsOptions> options, TimeProvider time, IHostApplicationLifetime host, ILogger<ExportRunner> logger) : IHostedService, IDisposable
{
    // RabbitMQ closes the channel of a consumer that holds a delivery for 30 minutes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim places = new(options.Value.Overlays);
    private readonly ConcurrentDictionary<Task, byte> running = [];

    /// <summary>Waits until one more overlay may be made, and begins with it unless another process has done so meanwhile. Where there is no place for too long, or the host
    /// stops, the request is dropped: the sweeper asks again for what nobody owns.</summary>
    internal async Task BeginAsync(ExportsRequested request, CancellationToken cancellation)
    {
        if (!await TryEnterAsync(cancellation)) return;
        ExportLease? lease = null;
        try
        {
            lease = await leases.TryTakeAsync(request, cancellation);
        }
        finally
        {
            if (lease is null) places.Release();
        }

        if (lease is null) return;
        var export = Task.Run(() => RunAsync(request, lease), CancellationToken.None);
        running[export] = 0;
        _ = export.ContinueWith(ended => running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for what is being made, which the stop of the host has broken off.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(running.Keys).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task<bool> TryEnterAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(LongestWait, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token, host.ApplicationStopping);
        try
        {
            await places.WaitAsync(any.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task RunAsync(ExportsRequested request, ExportLease lease)
    {
        try
        {
            await using (lease)
            {
                using var any = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, host.ApplicationStopping);
                await work.RunAsync(request, lease, any.Token);
            }
        }
        // Its time runs out, and it is asked for again.
        catch (Exception error)
        {
            Log.NotEnded(logger, request.JobId, error);
        }
        finally
        {
            places.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The overlay of {Job} could not be brought to its end; it is asked for again")]
        internal static partial void NotEnded(ILogger logger, string job, Exception exception);
    }
}
