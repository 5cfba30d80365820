using System.Text.Json.Serialization;

namespace Rvos.Notifications.Api;

/// <summary>A webhook endpoint.</summary>
public sealed record WebhookResponse
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where messages go.</summary>
    public required string Url { get; init; }

    /// <summary><c>tenant</c>: registered; <c>job</c>: made for a job that named its URL, gets the events of such jobs only.</summary>
    public required string Source { get; init; }

    /// <summary>Which events it gets; empty: all.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>A note for people.</summary>
    public required string Description { get; init; }

    /// <summary>Whether messages are sent.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was disabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Why it was disabled.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Attempts that failed since the last success, over all messages.</summary>
    public required long ConsecutiveFailures { get; init; }

    /// <summary>The signing secret, <c>whsec_…</c>: in the answers to creation and rotation only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }
}
