using Rvos.Notifications.Delivery;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Intake;

/// <summary>The door for events: turns each into one delivery per endpoint that wants it. To accept an event twice changes nothing.</summary>
public sealed partial class NotificationIntake
{
    /// <summary>The most characters of an event's data.</summary>
    public const int MaximumDataLength = 64 << 10;

    private readonly EndpointStore _endpoints;
    private readonly DeliveryStore _deliveries;
    private readonly SecretProtector _protector;
    private readonly DispatchSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<NotificationIntake> _logger;

    internal NotificationIntake(EndpointStore endpoints, DeliveryStore deliveries, SecretProtector protector, DispatchSignal signal, TimeProvider time, ILogger<NotificationIntake> logger) =>
        (_endpoints, _deliveries, _protector, _signal, _time, _logger) = (endpoints, deliveries, protector, signal, time, logger);

    /// <summary>Stores what is to be sent; it goes out from the database, so that the caller may forget the event afterwards.</summary>
    /// <returns>The number of new deliveries: 0 where nobody wants the event, or it was accepted before.</returns>
    /// <exception cref="ArgumentException">The event has no tenant, id or proper type, or its data are no JSON or too long.</exception>
    /// <exception cref="System.Data.Common.DbException">The database failed; nothing is stored, accept it again.</exception>
    public async Task<int> AcceptAsync(NotificationEvent happened, CancellationToken cancellation = default)
    {
        Check(happened);
        var targets = (await _endpoints.ListAsync(happened.Tenant, cancellation)).Where(e => EventFilter.FromJson(e.Events).Matches(happened.EventType)).ToList();
        if (happened.Webhook is { } webhook) targets.AddRange(await TargetsOfAsync(happened, webhook, cancellation));
        var body = MessageBody.Write(happened);
        var added = await _deliveries.AddAsync(happened.Tenant, happened.EventId, [.. targets.DistinctBy(t => t.Id).Select(t => DeliveryTo(t, happened, body))], cancellation);
        if (added > 0) _signal.Raise();
        return added;
    }

    private static void Check(NotificationEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentException.ThrowIfNullOrEmpty(happened.Tenant);
        ArgumentException.ThrowIfNullOrEmpty(happened.EventId);
        if (!EventFilter.IsEventType(happened.EventType)) throw new ArgumentException($"event {happened.EventId}: '{happened.EventType}' is not an event type", nameof(happened));
        if (happened.Data.Length > MaximumDataLength) throw new ArgumentException($"event {happened.EventId}: its data have {happened.Data.Length} characters, more than {MaximumDataLength}", nameof(happened));
    }

    // A disabled endpoint gets its messages as cancelled ones: a replay can bring them once it is enabled again.
    private static NewDelivery DeliveryTo(EndpointRow endpoint, NotificationEvent happened, string body) => new()
    {
        Id = MessageBody.IdOf(endpoint.Id, happened.EventId),
        EndpointId = endpoint.Id,
        Tenant = happened.Tenant,
        EventId = happened.EventId,
        EventType = happened.EventType,
        JobId = happened.JobId,
        Payload = body,
        State = endpoint.DisabledAt is null ? DeliveryState.Pending : DeliveryState.Cancelled,
        LastError = endpoint.DisabledAt is null ? null : "endpoint disabled: " + endpoint.DisabledReason,
    };

    private async Task<IReadOnlyList<EndpointRow>> TargetsOfAsync(NotificationEvent happened, JobWebhook webhook, CancellationToken cancellation)
    {
        var targets = new List<EndpointRow>();
        if (webhook.EndpointId is { } id)
        {
            if (await _endpoints.FindAsync(happened.Tenant, id, cancellation) is { } named) targets.Add(named);
            else Log.NoEndpoint(_logger, happened.EventId, id);
        }

        if (webhook.Url is { } url && await EndpointWithAsync(happened, url, cancellation) is { } found) targets.Add(found);
        return targets;
    }

    private async Task<EndpointRow?> EndpointWithAsync(NotificationEvent happened, string url, CancellationToken cancellation)
    {
        if (await _endpoints.FindByUrlAsync(happened.Tenant, url, cancellation) is { } known) return known;
        var now = _time.GetUtcNow();
        var made = new EndpointRow { Id = EndpointId.Create(now), Tenant = happened.Tenant, Url = url, Source = EndpointSource.Job, Events = "[]", Description = "", CreatedAt = now.ToUnixTimeMilliseconds() };
        await _endpoints.AddAsync(made, _protector.Protect(WebhookSecret.Create()), int.MaxValue, cancellation);
        return await _endpoints.FindByUrlAsync(happened.Tenant, url, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "Event {Event}: its job names the webhook endpoint {Endpoint}, which is not there any more")]
        internal static partial void NoEndpoint(ILogger logger, string @event, string endpoint);
    }
}
