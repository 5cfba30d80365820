using Rvos.Cli.Evaluation.Baselines;
using Rvos.Cli.Terminal;
using Rvos.Evaluation;
using Rvos.Evaluation.Davis;
using Rvos.Evaluation.Mots;
using Rvos.Evaluation.Reports;
using Rvos.Evaluation.YouTubeVos;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Cli.Evaluation;

/// <summary>Evaluates, shows a table, writes files.</summary>
internal sealed class EvaluateRunner(EvaluateRequest request, TimeProvider time)
{
    private readonly Lock shown = new();

    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        request.Validated();
        var started = time.GetTimestamp();
        var progress = new ProgressLine(null, time, isQuiet: false);
        var frames = 0;
        EvaluationReport report;
        DavisProtocol? protocol = request.Format is "youtube-vos" or "mots" ? null : Protocol();
        var choice = SequenceChoice.Of(request, protocol);
        if (choice.List is { } list) await Console.Error.WriteLineAsync($"rvos: {choice.Names!.Count} sequences of {list} (--sequences names others)");
        using var place = new ResultsPlace(request.Results);
        try
        {
            if (request.Baseline is { } baseline)
                await new BaselineMasks(baseline, protocol == DavisProtocol.Davis2016 ? MaskValues.Binary : MaskValues.Labels, choice.Names).WriteAsync(request.GroundTruth, place.Path, (done, sequence) => progress.Update(done, sequence), cancellation);
            report = request.Format == "mots" ? EvaluateMots(place.Path, choice.Names, progress) : Evaluate(place.Path, protocol, new EvaluationOptions { Sequences = choice.Names, Progress = p => Show(progress, p, ref frames) });
        }
        finally
        {
            progress.Finish();
        }

        var isPiped = request.JsonFile == "-" || request.CsvFile == "-";
        if (!isPiped) ReportTable.Write(report, frames, time.GetElapsedTime(started));
        if (request.JsonFile is not null) Write(request.JsonFile, stream => ReportJson.Write(report, stream));
        if (request.CsvFile is not null) Write(request.CsvFile, stream => WriteCsv(report, stream));
        return ExitCode.Done;
    }

    private EvaluationReport EvaluateMots(string results, IReadOnlyList<string>? names, ProgressLine progress)
    {
        var seqmap = request.SeqMap;
        if (seqmap is null && names is null && SequenceChoice.SeqMapOf(request.GroundTruth) is { } found)
        {
            seqmap = found;
            Console.Error.WriteLine($"rvos: the sequences of {found} (--seqmap or --sequences names others)");
        }

        return KittiMotsReport.From(MotsEvaluator.Evaluate(request.GroundTruth, results, seqmap, p => progress.Update(p.Done, p.Sequence, "sequences"), names));
    }

    private EvaluationReport Evaluate(string results, DavisProtocol? protocol, EvaluationOptions options) => request.Format switch
    {
        "youtube-vos" => YouTubeVosReport.From(YouTubeVosEvaluator.Evaluate(request.GroundTruth, results, new YouTubeVosProtocol
        {
            WithoutFirst = !request.CountsFirst,
            WithoutLast = !request.CountsLast,
            Unseen = request.Unseen?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        }, options)),
        _ => DavisReport.From(DavisEvaluator.Evaluate(request.GroundTruth, results, protocol!.Value, options)),
    };

    private DavisProtocol Protocol() => request.Format switch
    {
        "davis-2016" => DavisProtocol.Davis2016,
        "davis-2017" => DavisProtocol.Davis2017SemiSupervised,
        "davis-unsupervised" => DavisProtocol.Davis2017Unsupervised,
        "rvos-zero-shot" => DavisProtocol.RvosZeroShot,
        _ => DavisEvaluator.Detect(request.GroundTruth),
    };

    private void Show(ProgressLine line, EvaluationProgress progress, ref int frames)
    {
        lock (shown) line.Update(++frames, progress.Sequence);
    }

    private static void WriteCsv(EvaluationReport report, Stream stream)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        ReportCsv.Write(report, writer);
    }

    // A file appears under its name when it is whole.
    private static void Write(string path, Action<Stream> write)
    {
        if (path == "-")
        {
            using var output = Console.OpenStandardOutput();
            write(output);
            return;
        }

        var part = path + ".part";
        using (var file = OutputFile.Create(part)) write(file);
        File.Move(part, path, overwrite: true);
    }
}
