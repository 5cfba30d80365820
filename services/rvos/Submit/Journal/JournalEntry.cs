namespace Rvos.Cli.Submit.Journal;

/// <summary>A line of the journal: something that has happened and need not happen again.</summary>
internal sealed record JournalEntry
{
    /// <summary>
    /// <c>file</c>: a file's content is known; <c>upload</c>: an upload was begun; <c>video</c>: it became a video; <c>job</c>: a job was
    /// created; <c>end</c>: it ended; <c>saved</c>: its results are in a folder; <c>lost</c>: the server does not know a video or job any more.
    /// </summary>
    public required string Event { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The server; null for what holds for any.</summary>
    public string? Server { get; init; }

    /// <summary>Full path of the file.</summary>
    public string? Path { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long? Length { get; init; }

    /// <summary>When it was last written, in ticks of UTC.</summary>
    public long? Modified { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public string? Content { get; init; }

    /// <summary>Path of the upload at the server.</summary>
    public string? Upload { get; init; }

    /// <summary>Id of the video.</summary>
    public string? Video { get; init; }

    /// <summary>What makes the job one and the same: content and options.</summary>
    public string? Key { get; init; }

    /// <summary>Id of the job.</summary>
    public string? Job { get; init; }

    /// <summary>State in which it ended.</summary>
    public string? State { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>What it lacks beside its masks; null for nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Its frames.</summary>
    public int? Frames { get; init; }

    /// <summary>Full path of the folder with its results.</summary>
    public string? Output { get; init; }
}
