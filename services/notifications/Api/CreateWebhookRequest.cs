namespace Rvos.Notifications.Api;

/// <summary>Body of <c>POST /v1/webhooks</c>.</summary>
public sealed record CreateWebhookRequest
{
    /// <summary>Where messages go: an https URL of a public host.</summary>
    public string? Url { get; init; }

    /// <summary>Which events: types such as <c>job.completed</c>, or <c>job.*</c>; at most 64. Absent or empty: all of them.</summary>
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>A note for people, at most 256 characters.</summary>
    public string? Description { get; init; }
}
