namespace Rvos.Notifications.Store;

/// <summary>A row of <c>webhook_attempts</c>. Times are milliseconds since 1970.</summary>
internal sealed record AttemptRow
{
    public required long Number { get; init; }

    public required long StartedAt { get; init; }

    public long? Status { get; init; }

    public string? Error { get; init; }

    public required long LatencyMs { get; init; }
}
