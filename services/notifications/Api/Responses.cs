using Rvos.Notifications.Intake;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Api;

/// <summary>Rows to answers.</summary>
internal static class Responses
{
    internal static WebhookResponse Of(EndpointRow row, WebhookSecret? secret = null) => new()
    {
        Id = row.Id,
        Url = row.Url,
        Source = row.Source,
        Events = EventFilter.FromJson(row.Events).Patterns,
        Description = row.Description,
        Enabled = row.DisabledAt is null,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        DisabledAt = Time(row.DisabledAt),
        DisabledReason = row.DisabledReason,
        ConsecutiveFailures = row.ConsecutiveFailures,
        Secret = secret?.Text,
    };

    internal static DeliveryResponse Of(DeliveryRow row, IReadOnlyList<AttemptRow>? attempts = null) => new()
    {
        Id = row.Id,
        EventId = row.EventId,
        EventType = row.EventType,
        JobId = row.JobId,
        State = row.State,
        AttemptCount = row.Attempts,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        NextAttemptAt = row.State == DeliveryState.Pending ? Time(row.NextAttemptAt) : null,
        FinishedAt = Time(row.FinishedAt),
        LastStatus = row.LastStatus,
        LastError = row.LastError,
        LastLatencyMs = row.LastLatencyMs,
        Attempts = attempts is null ? null : [.. attempts.Select(Of)],
    };

    private static AttemptResponse Of(AttemptRow row) => new()
    {
        Number = row.Number,
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAt),
        Status = row.Status,
        Error = row.Error,
        LatencyMs = row.LatencyMs,
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
