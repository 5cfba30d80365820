namespace Rvos.Notifications.Store;

/// <summary>A delivery to be stored, unless the endpoint has the event already.</summary>
internal sealed record NewDelivery
{
    /// <summary>The message's id, a function of endpoint and event.</summary>
    public required string Id { get; init; }

    public required string EndpointId { get; init; }

    public required string Tenant { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public string? JobId { get; init; }

    /// <summary>The body as it will be sent.</summary>
    public required string Payload { get; init; }

    public required string State { get; init; }

    public string? LastError { get; init; }
}
