namespace Rvos.Notifications.Api;

/// <summary>Answer of <c>GET /v1/webhooks</c>.</summary>
public sealed record WebhookListResponse
{
    /// <summary>The endpoints that the tenant registered, oldest first; with <c>?source=job</c> those whose URLs its jobs named, newest first.</summary>
    public required IReadOnlyList<WebhookResponse> Items { get; init; }
}
