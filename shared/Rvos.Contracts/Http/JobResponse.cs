namespace Rvos.Contracts.Http;

/// <summary>A job as the API shows it.</summary>
public sealed record JobResponse
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>finishing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Id of its video.</summary>
    public required string Video { get; init; }

    /// <summary><c>one-shot</c> or <c>zero-shot</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>How far it is.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>How long its parts took.</summary>
    public required JobTimings Timings { get; init; }

    /// <summary>Revision of its masks: 0, and one more for each change of objects.</summary>
    public required int Revision { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first frames were decoded.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>What of the video could not be decoded; null when nothing was lost.</summary>
    public string? Lost { get; init; }

    /// <summary>What is worth knowing: boxes in which no object was found, and that are masks as they are; repaired timestamps; pictures of another size that were scaled.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it lacks beside its masks: an overlay that could not be made, or its sound.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Where its results are.</summary>
    public required JobLinks Links { get; init; }
}
