namespace Rvos.Cli.Evaluation;

/// <summary>What <c>rvos evaluate</c> was asked for.</summary>
internal sealed record EvaluateRequest
{
    internal static readonly string[] Formats = ["davis", "davis-2016", "davis-2017", "davis-unsupervised", "rvos-zero-shot", "youtube-vos", "mots"];

    internal required string Format { get; init; }

    internal required string GroundTruth { get; init; }

    /// <summary>The masks, or where those of the baseline are to be kept; null for a baseline alone.</summary>
    internal string? Results { get; init; }

    /// <summary>What makes the masks; null where they are there.</summary>
    internal string? Baseline { get; init; }

    internal string? JsonFile { get; init; }

    internal string? CsvFile { get; init; }

    internal string? Unseen { get; init; }

    internal bool CountsFirst { get; init; }

    internal bool CountsLast { get; init; }

    internal string? SeqMap { get; init; }

    /// <summary>A file that lists sequences, or their names between commas; null where the data set says which, or all are meant.</summary>
    internal string? Sequences { get; init; }

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="ArgumentException">A folder is missing, or options do not belong to the format.</exception>
    internal EvaluateRequest Validated()
    {
        if (Results is null && Baseline is null) throw new ArgumentException("--results names the masks, or --baseline what makes them");
        if (Baseline is not null && Format is not ("davis" or "davis-2016" or "davis-2017")) throw new ArgumentException($"--baseline belongs to --format davis, davis-2016 and davis-2017, not {Format}");
        if (Baseline is not null && Results is not null && (File.Exists(Results) || (Directory.Exists(Results) && Directory.EnumerateFileSystemEntries(Results).Any())))
            throw new ArgumentException($"--results {Results}: is there already, a new folder is expected for the masks of a baseline");
        foreach (var folder in Baseline is null ? new[] { GroundTruth, Results! } : [GroundTruth])
            if (!Directory.Exists(folder)) throw new ArgumentException($"{folder}: no such folder");
        if (Format != "youtube-vos" && (Unseen is not null || CountsFirst || CountsLast)) throw new ArgumentException($"--unseen, --count-first and --count-last belong to --format youtube-vos, not {Format}");
        if (Format != "mots" && SeqMap is not null) throw new ArgumentException($"--seqmap belongs to --format mots, not {Format}");
        if (JsonFile == "-" && CsvFile == "-") throw new ArgumentException("--json and --csv cannot both go to stdout");
        return this;
    }
}
