namespace Rvos.Notifications.Store;

/// <summary>A row of <c>webhook_deliveries</c> as it is listed. Times are milliseconds since 1970.</summary>
internal sealed record DeliveryRow
{
    internal const string Columns = """
        id as Id, event_id as EventId, event_type as EventType, job_id as JobId, state as State, attempts as Attempts, created_at as CreatedAt,
        next_attempt_at as NextAttemptAt, finished_at as FinishedAt, last_status as LastStatus, last_error as LastError, last_latency_ms as LastLatencyMs
        """;

    public required string Id { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public string? JobId { get; init; }

    public required string State { get; init; }

    public required long Attempts { get; init; }

    public required long CreatedAt { get; init; }

    public required long NextAttemptAt { get; init; }

    public long? FinishedAt { get; init; }

    public long? LastStatus { get; init; }

    public string? LastError { get; init; }

    public long? LastLatencyMs { get; init; }
}
