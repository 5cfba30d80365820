namespace Rvos.Cli.Evaluation;

/// <summary>What <c>rvos evaluate</c> was asked for.</summary>
internal sealed record EvaluateRequest
{
    internal static readonly string[] Formats = ["davis", "davis-2016", "davis-2017", "davis-unsupervised", "rvos-zero-shot", "youtube-vos", "mots"];

    internal required string Format { get; init; }

    internal required string GroundTruth { get; init; }

    internal required string Results { get; init; }

    internal string? JsonFile { get; init; }

    internal string? CsvFile { get; init; }

    internal string? Unseen { get; init; }

    internal bool CountsFirst { get; init; }

    internal bool CountsLast { get; init; }

    internal string? SeqMap { get; init; }

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="ArgumentException">A folder is missing, or options do not belong to the format.</exception>
    internal EvaluateRequest Validated()
    {
        foreach (var folder in new[] { GroundTruth, Results })
            if (!Directory.Exists(folder)) throw new ArgumentException($"{folder}: no such folder");
        if (Format != "youtube-vos" && (Unseen is not null || CountsFirst || CountsLast)) throw new ArgumentException($"--unseen, --count-first and --count-last belong to --format youtube-vos, not {Format}");
        if (Format != "mots" && SeqMap is not null) throw new ArgumentException($"--seqmap belongs to --format mots, not {Format}");
        if (JsonFile == "-" && CsvFile == "-") throw new ArgumentException("--json and --csv cannot both go to stdout");
        return this;
    }
}
