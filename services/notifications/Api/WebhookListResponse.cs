namespace Rvos.Notifications.Api;

/// <summary>Answer of <c>GET /v1/webhooks</c>.</summary>
public sealed record WebhookListResponse
{
    /// <summary>The endpoints that the tenant registered, oldest first; with <c>?source=job</c> those whose URLs its jobs named, newest first. One page.</summary>
    public required IReadOnlyList<WebhookResponse> Items { get; init; }

    /// <summary>The <c>cursor</c> of the next page; null on the last one.</summary>
    public required string? Next { get; init; }
}
