namespace Rvos.Notifications.Api;

/// <summary>Answer of <c>POST /v1/webhooks/{id}/replay</c>.</summary>
public sealed record ReplayResponse
{
    /// <summary>How many deliveries are sent again, with their old message ids.</summary>
    public required int Replayed { get; init; }
}
