using System.Text.Json.Serialization;

namespace Rvos.Notifications.Api;

/// <summary>A message to an endpoint, and how far it got.</summary>
public sealed record DeliveryResponse
{
    /// <summary>The message's id, sent as <c>webhook-id</c>; the same at each attempt and replay.</summary>
    public required string Id { get; init; }

    /// <summary>The event it tells of.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>The job, if it is about one.</summary>
    public string? JobId { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>How often it was tried.</summary>
    public required long AttemptCount { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next, while pending.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was delivered, failed or cancelled.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last answer's HTTP status.</summary>
    public long? LastStatus { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; init; }

    /// <summary>How long the last answer took, in milliseconds.</summary>
    public long? LastLatencyMs { get; init; }

    /// <summary>Each attempt, first one first: where one delivery was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttemptResponse>? Attempts { get; init; }
}
