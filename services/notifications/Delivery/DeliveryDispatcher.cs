using Microsoft.Extensions.Options;
using Rvos.Hosting.Health;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Delivery;

/// <summary>Sends due deliveries for as long as the host runs; on SIGTERM it claims no more and finishes what is in flight.</summary>
internal sealed partial class DeliveryDispatcher(DeliveryPump pump, DispatchSignal signal, DeliveryLog history, Drain drain, IOptions<NotificationsOptions> options, TimeProvider time, ILogger<DeliveryDispatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly NotificationsOptions _options = options.Value;
    private readonly CancellationTokenSource _abort = new();
    private DateTimeOffset _nextForget = DateTimeOffset.MinValue;

    /// <summary>Stops claiming, waits for what is in flight, and gives back what outlasts the host's patience.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var impatience = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        await base.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host stops its services only once what is in flight has ended: no more may begin before that.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, drain.Stopping);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        await pump.WhenIdleAsync();
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        try
        {
            if (time.GetUtcNow() is var now && now >= _nextForget)
            {
                await history.ForgetAsync(now - _options.Retention, stopping);
                _nextForget = now + ForgetEvery;
            }

            if (await pump.StartDueAsync(stopping, _abort.Token) == 0) await signal.WaitAsync(_options.PollInterval, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.TurnFailed(logger, e);
            await Task.Delay(AfterFailure, time, stopping);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "Due webhooks could not be sent; trying again")]
        internal static partial void TurnFailed(ILogger logger, Exception exception);
    }
}
