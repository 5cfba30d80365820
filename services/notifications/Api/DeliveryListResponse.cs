namespace Rvos.Notifications.Api;

/// <summary>Answer of <c>GET /v1/webhooks/{id}/deliveries</c>.</summary>
public sealed record DeliveryListResponse
{
    /// <summary>One page of deliveries, newest first.</summary>
    public required IReadOnlyList<DeliveryResponse> Items { get; init; }

    /// <summary>The <c>cursor</c> of the next page; null on the last one.</summary>
    public required string? Next { get; init; }
}
