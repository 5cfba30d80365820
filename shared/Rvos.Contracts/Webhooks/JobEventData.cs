namespace Rvos.Contracts.Webhooks;

/// <summary><c>data</c> of the webhook messages <c>job.completed</c>, <c>job.failed</c> and <c>job.cancelled</c>.</summary>
public sealed record JobEventData
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary><c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Frames with masks.</summary>
    public required int Frames { get; init; }

    /// <summary>The revision of its masks: 0, and one more for each change of objects.</summary>
    public required int Revision { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What a completed job lacks beside its masks: an overlay that could not be made, or its sound.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The job's labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Where its results are.</summary>
    public required JobEventLinks Links { get; init; }
}
