namespace Rvos.Contracts.Messages;

/// <summary>A job has come to an end: completed, failed or cancelled. Left by the transaction that ended it, so that there is one for each end.</summary>
public sealed record JobEnded
{
    /// <summary>Id of the event: the same one however often it is delivered.</summary>
    public required string EventId { get; init; }

    /// <summary>Whose job.</summary>
    public required string Tenant { get; init; }

    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary><c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Frames with masks.</summary>
    public int Frames { get; init; }

    /// <summary>The revision of its masks.</summary>
    public int Revision { get; init; }

    /// <summary>Why it failed, for people; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What it lacks beside its masks, for people.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Labels the tenant gave the job.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>URL the job itself wants told; null for none.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>Id of the tenant's webhook endpoint that the job wants told; null for none.</summary>
    public string? WebhookEndpoint { get; init; }

    /// <summary>True when ground truth was given, against which the masks are to be evaluated.</summary>
    public bool HasGroundTruth { get; init; }
}
