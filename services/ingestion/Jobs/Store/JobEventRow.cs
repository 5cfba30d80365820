namespace Rvos.Ingestion.Jobs.Store;

/// <summary>An event of a job: what it was like then.</summary>
internal sealed record JobEventRow
{
    internal const string Progress = "progress";

    internal const string State = "state";

    /// <summary>From 1, without gaps among those that are kept.</summary>
    public required long Number { get; init; }

    /// <summary><see cref="Progress"/>, of which only the last ones are kept, or <see cref="State"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The job as JSON on one line.</summary>
    public required string Body { get; init; }
}
