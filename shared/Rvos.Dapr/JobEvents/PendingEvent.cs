namespace Rvos.Dapr.JobEvents;

/// <summary>An event that is to be published.</summary>
internal sealed record PendingEvent
{
    public required string Id { get; init; }

    public required string Body { get; init; }

    /// <summary>Tries before this one.</summary>
    public required long Attempts { get; init; }

    public required long DueAt { get; init; }
}
