using System.Text;
using Dapr.Client;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Health;

namespace Rvos.Dapr.JobEvents;

/// <summary>
/// Publishes noted events for as long as the host runs; while the sidecar or its broker is away they wait in the database. At least once: one whose
/// publication was not confirmed goes out again, with the same id.
/// </summary>
internal sealed partial class JobEventPublisher(
    JobEventStore store, PublishSignal signal, DaprClient dapr, IOptions<DaprOptions> options, Drain drain, TimeProvider time, ILogger<JobEventPublisher> logger) : BackgroundService
{
    private const int Batch = 16;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), ClaimMargin = TimeSpan.FromSeconds(15), ForgetEvery = TimeSpan.FromHours(1);

    private readonly DaprOptions _options = options.Value;
    private DateTimeOffset _nextForget = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, drain.Stopping);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await TurnAsync(stop.Token) < Batch) await signal.WaitAsync(_options.PollInterval, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.TurnFailed(logger, e);
                await Task.Delay(_options.LongestPause, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> TurnAsync(CancellationToken stopping)
    {
        if (time.GetUtcNow() is var now && now >= _nextForget)
        {
            if (await store.ForgetAsync(now - _options.KeepEventsFor, stopping) is > 0 and var lost) Log.Lost(logger, lost, _options.KeepEventsFor);
            _nextForget = now + ForgetEvery;
        }

        var claimed = await store.ClaimAsync(Batch, _options.PublishTimeout + ClaimMargin, stopping);
        if (claimed.Count == 0) return 0;
        using var work = drain.Begin();
        var failures = (await Task.WhenAll(claimed.Select(PublishAsync))).OfType<string>().ToArray();
        if (failures.Length > 0) Log.NotPublished(logger, failures.Length, _options.JobsTopic, _options.PubSub, failures[0]);
        return claimed.Count;
    }

    // Null when it was published; what is begun is brought to its end, also while the host stops.
    private async Task<string?> PublishAsync(PendingEvent pending)
    {
        using var late = new CancellationTokenSource(_options.PublishTimeout, time);
        try
        {
            await dapr.PublishByteEventAsync(_options.PubSub, _options.JobsTopic, Encoding.UTF8.GetBytes(pending.Body), JobCloudEvent.ContentType, cancellationToken: late.Token);
        }
        catch (Exception e)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(pending.Attempts, 20));
            await store.AgainAsync(pending.Id, pause < _options.LongestPause ? pause : _options.LongestPause, CancellationToken.None);
            return e.InnerException is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : e.Message;
        }

        await store.PublishedAsync(pending.Id, CancellationToken.None);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} ends of jobs could not be published to {Topic} of {PubSub}; they are kept and tried again ({Reason})")]
        internal static partial void NotPublished(ILogger logger, int count, string topic, string pubSub, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Count} ends of jobs could not be published within {Time}: they are lost")]
        internal static partial void Lost(ILogger logger, int count, TimeSpan time);

        [LoggerMessage(3, LogLevel.Error, "Ends of jobs could not be read or published; trying again")]
        internal static partial void TurnFailed(ILogger logger, Exception exception);
    }
}
