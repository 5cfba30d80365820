using Rvos.Cli.Submit.Files;

namespace Rvos.Cli.Submit;

/// <summary>What has become of a file.</summary>
internal sealed record FileOutcome
{
    /// <summary>A job was made, and nobody waits for its end.</summary>
    internal const string Submitted = "submitted";

    /// <summary>This file's way ended before a job's end was known.</summary>
    internal const string Error = "error";

    /// <summary>Not done: the batch was stopped.</summary>
    internal const string Stopped = "stopped";

    internal required SubmitFile File { get; init; }

    /// <summary>A job's last state, or one of the above.</summary>
    internal required string State { get; init; }

    internal string? Job { get; init; }

    internal string? Video { get; init; }

    internal int? Frames { get; init; }

    /// <summary>Why it is not completed.</summary>
    internal string? Reason { get; init; }

    /// <summary>What the job lacks beside its masks.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The folder of its results.</summary>
    internal string? Output { get; init; }

    /// <summary>Nothing was uploaded: the job was there from an earlier run, or of an equal file.</summary>
    internal bool IsEarlier { get; init; }

    internal bool IsGood => State is Client.JobState.Completed or Submitted;
}
