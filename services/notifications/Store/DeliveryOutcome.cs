namespace Rvos.Notifications.Store;

/// <summary>What an attempt changes.</summary>
internal sealed record DeliveryOutcome
{
    public required string State { get; init; }

    /// <summary>When a pending delivery is tried again, milliseconds since 1970.</summary>
    public long NextAttemptAt { get; init; }

    /// <summary>Until when the endpoint is left alone, milliseconds since 1970; 0 for not at all.</summary>
    public long BlockedUntil { get; init; }

    /// <summary>Why the endpoint is disabled with this attempt; null when it is not.</summary>
    public string? DisableReason { get; init; }

    public required long StartedAt { get; init; }

    public required long FinishedAt { get; init; }

    public long? Status { get; init; }

    public string? Error { get; init; }

    public required long LatencyMs { get; init; }
}
