namespace Rvos.Notifications.Store;

/// <summary>A delivery that this process holds until <c>claimed_until</c>, with what it needs of its endpoint.</summary>
internal sealed record ClaimedDelivery
{
    public required string Id { get; init; }

    public required string EndpointId { get; init; }

    public required string Url { get; init; }

    public required string EventType { get; init; }

    public required string Payload { get; init; }

    /// <summary>Attempts ever made, over all replays.</summary>
    public required long Attempts { get; init; }

    /// <summary>Attempts since it was created or last replayed: the place in the schedule.</summary>
    public required long AttemptsThisRound { get; init; }

    /// <summary>Failures in a row of the endpoint when this was claimed.</summary>
    public required long ConsecutiveFailures { get; init; }

    /// <summary>The claim's own token: who lost the claim cannot write any more.</summary>
    public string Token { get; init; } = "";
}
