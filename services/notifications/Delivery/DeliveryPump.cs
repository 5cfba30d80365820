using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Health;
using Rvos.Hosting.Telemetry;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Delivery;

/// <summary>
/// Claims what is due and sends it, a bounded number at once. At most half of the places go to endpoints that failed last
/// time: dead receivers, each taking a whole time-out, leave the other half to those that live.
/// </summary>
internal sealed partial class DeliveryPump(
    DeliveryStore store, DeliverySender sender, DeliveryJudge judge, DispatchSignal signal, IOptions<NotificationsOptions> options, RvosMetrics metrics, Drain drain, TimeProvider time,
    ILogger<DeliveryPump> logger)
{
    private readonly NotificationsOptions _options = options.Value;
    private readonly ConcurrentDictionary<string, (ClaimedDelivery Claim, Task Task)> _running = new();

    /// <summary>Starts what is due and has a place; the number started.</summary>
    internal async Task<int> StartDueAsync(CancellationToken cancellation, CancellationToken abort = default)
    {
        var free = _options.Parallelism - _running.Count;
        var started = free > 0 ? await StartAsync(suspect: false, free, cancellation, abort) : 0;
        var freeForSuspects = Math.Min(free - started, (_options.Parallelism / 2) - _running.Values.Count(r => r.Claim.ConsecutiveFailures > 0));
        return started + (freeForSuspects > 0 ? await StartAsync(suspect: true, freeForSuspects, cancellation, abort) : 0);
    }

    /// <summary>Ends when nothing is in flight any more.</summary>
    internal async Task WhenIdleAsync()
    {
        while (!_running.IsEmpty) await Task.WhenAll(_running.Values.Select(r => r.Task));
    }

    private async Task<int> StartAsync(bool suspect, int limit, CancellationToken cancellation, CancellationToken abort)
    {
        var claims = await store.ClaimAsync(suspect, limit, _options.ParallelismPerEndpoint, _options.Timeout + _options.ClaimMargin, cancellation);
        foreach (var claim in claims)
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running[claim.Token] = (claim, RunAsync(claim, gate.Task, abort));
            gate.SetResult();
        }

        return claims.Count;
    }

    private async Task RunAsync(ClaimedDelivery claim, Task registered, CancellationToken abort)
    {
        await registered;
        using var work = drain.Begin();
        try
        {
            await AttemptAsync(claim, abort);
        }
        catch (DbException e)
        {
            // The claim ends by itself, and the message goes out again with the same id.
            Log.NotRecorded(logger, claim.Id, e);
        }
        catch (Exception e)
        {
            // Nobody awaits this task while the host runs: an error of ours must be seen here, and one message must not end the others.
            Log.Broken(logger, claim.Id, e);
        }
        finally
        {
            _running.TryRemove(claim.Token, out _);
            signal.Raise();
        }
    }

    private async Task AttemptAsync(ClaimedDelivery claim, CancellationToken abort)
    {
        var startedAt = time.GetUtcNow();
        try
        {
            var result = await sender.SendAsync(claim, abort);
            var outcome = judge.Judge(claim, result, startedAt, time.GetUtcNow());
            metrics.CountWebhookAttempt(outcome.State == DeliveryState.Pending ? "retried" : outcome.State);
            if (!await store.FinishAsync(claim, outcome, CancellationToken.None)) Log.ClaimLost(logger, claim.Id);
            else Log.Attempted(logger, claim.Id, claim.EndpointId, claim.Attempts + 1, outcome.State, result.Status, result.Error);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            await store.ReleaseAsync(claim, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Webhook {Id} to endpoint {Endpoint}: attempt {Number}, now {State} (status {Status}, {Error})")]
        internal static partial void Attempted(ILogger logger, string id, string endpoint, long number, string state, int? status, string? error);

        [LoggerMessage(2, LogLevel.Warning, "Webhook {Id}: the claim ended before the attempt did; another attempt counts")]
        internal static partial void ClaimLost(ILogger logger, string id);

        [LoggerMessage(4, LogLevel.Critical, "Webhook {Id}: the attempt broke off with an error of this program")]
        internal static partial void Broken(ILogger logger, string id, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "Webhook {Id}: the attempt could not be recorded; it is made again")]
        internal static partial void NotRecorded(ILogger logger, string id, Exception exception);
    }
}
