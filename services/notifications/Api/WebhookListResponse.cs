namespace Rvos.Notifications.Api;

/// <summary>Answer of <c>GET /v1/webhooks</c>.</summary>
public sealed record WebhookListResponse
{
    /// <summary>The tenant's endpoints, oldest first.</summary>
    public required IReadOnlyList<WebhookResponse> Items { get; init; }
}
