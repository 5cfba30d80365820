namespace Rvos.Notifications.Store;

/// <summary>A row of <c>webhook_endpoints</c>. Times are milliseconds since 1970.</summary>
internal sealed record EndpointRow
{
    internal const string Columns = """
        id as Id, tenant as Tenant, url as Url, source as Source, events as Events, description as Description, created_at as CreatedAt,
        disabled_at as DisabledAt, disabled_reason as DisabledReason, consecutive_failures as ConsecutiveFailures
        """;

    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Url { get; init; }

    public required string Source { get; init; }

    /// <summary>The filter: a JSON array of event types, see <see cref="Intake.EventFilter"/>.</summary>
    public required string Events { get; init; }

    public required string Description { get; init; }

    public required long CreatedAt { get; init; }

    public long? DisabledAt { get; init; }

    public string? DisabledReason { get; init; }

    public long ConsecutiveFailures { get; init; }
}
