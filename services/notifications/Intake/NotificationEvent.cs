namespace Rvos.Notifications.Intake;

/// <summary>Something happened that a tenant may want to be told of.</summary>
public sealed record NotificationEvent
{
    /// <summary>Whose event.</summary>
    public required string Tenant { get; init; }

    /// <summary>The event's id: the same event consumed twice has the same one.</summary>
    public required string EventId { get; init; }

    /// <summary>Its type, such as <c>job.completed</c>: lower-case words, digits and underscores between dots.</summary>
    public required string EventType { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The job it is about, if any.</summary>
    public string? JobId { get; init; }

    /// <summary>A JSON value, at most <see cref="NotificationIntake.MaximumDataLength"/> characters: the <c>data</c> of the message. Large results are URLs in it.</summary>
    public required string Data { get; init; }

    /// <summary>What the job itself asked for, if it did.</summary>
    public JobWebhook? Webhook { get; init; }
}
