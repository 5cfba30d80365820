using System.CommandLine;
using Rvos.Cli.Evaluation;
using Rvos.Cli.Evaluation.Baselines;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos evaluate</c>: masks on disk against ground truth.</summary>
internal static class EvaluateCommand
{
    internal static Command Create()
    {
        var format = new Option<string>("--format") { Description = "protocol: " + string.Join(", ", EvaluateRequest.Formats), DefaultValueFactory = _ => "davis", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong(EvaluateRequest.Formats);
        var truth = new Option<string>("--ground-truth") { Description = "the data set, in its own layout (below)", Required = true, HelpName = "FOLDER" };
        var results = new Option<string?>("--results") { Description = "the masks: SEQUENCE/00000.png …, or what 'rvos segment -o RESULTS/SEQUENCE' wrote; for mots SEQUENCE.txt or SEQUENCE/000000.png …", HelpName = "FOLDER" };
        var baseline = new Option<string?>("--baseline") { Description = "davis, no learning: evaluate the first true mask, carried along by optical flow (flow) or as it is (frozen); --results keeps the masks", HelpName = "flow|frozen" };
        baseline.AcceptOnlyFromAmong(BaselineMasks.Names);
        var json = new Option<string?>("--json") { Description = "write scores, frame by frame too, as JSON ('-' for stdout)", HelpName = "FILE" };
        var csv = new Option<string?>("--csv") { Description = "write a line for each row of the table ('-' for stdout)", HelpName = "FILE" };
        var unseen = new Option<string?>("--unseen") { Description = "youtube-vos: categories that training did not show, by comma", HelpName = "NAMES" };
        var given = new Option<bool>("--count-first") { Description = "youtube-vos: count the frame in which an object is given" };
        var last = new Option<bool>("--count-last") { Description = "youtube-vos: count an object's last annotated frame" };
        var seqmap = new Option<string?>("--seqmap") { Description = "mots: the sequences and their lengths, as the official evaluators read them", HelpName = "FILE" };
        var sequences = new Option<string?>("--sequences") { Description = "these sequences alone: names by comma, or a file (a name a line, a seqmap, or JSON like meta.json); default: the data set's own list for validation where it has one (below), else all", HelpName = "FILE|NAME,…" };
        var command = new Command("evaluate", "Compare masks with ground truth, as the official evaluators do.\n\n" +
            "davis                DAVIS-2016 or 2017 semi-supervised, told apart by the masks: Annotations/480p/SEQ/00000.png\n" +
            "davis-2016           one object: every value above 0\n" +
            "davis-2017           semi-supervised: labels 1, 2, …\n" +
            "davis-unsupervised   DAVIS-2017 with up to 20 proposals, matched over the sequence\n" +
            "rvos-zero-shot       instances chosen by the first true masks, then as davis-2017\n" +
            "youtube-vos          meta.json and Annotations/SEQ/00000.png\n" +
            "mots                 KITTI-MOTS and MOTSChallenge: SEQ.txt or SEQ/000000.png\n\n" +
            "Lists that are read where they are there: ImageSets/2017/val.txt (davis-2016: 2016 or 480p) in FOLDER; for mots val.seqmap or evaluate_mots.seqmap.val in FOLDER or beside it.") { format, truth, results };
        foreach (var option in (Option[])[baseline, json, csv, unseen, given, last, seqmap, sequences]) command.Add(option);
        command.SetAction((parsed, cancellation) => new EvaluateRunner(new EvaluateRequest
        {
            Format = parsed.GetValue(format)!,
            GroundTruth = parsed.GetValue(truth)!,
            Results = parsed.GetValue(results),
            Baseline = parsed.GetValue(baseline),
            JsonFile = parsed.GetValue(json),
            CsvFile = parsed.GetValue(csv),
            Unseen = parsed.GetValue(unseen),
            CountsFirst = parsed.GetValue(given),
            CountsLast = parsed.GetValue(last),
            SeqMap = parsed.GetValue(seqmap),
            Sequences = parsed.GetValue(sequences),
        }, TimeProvider.System).RunAsync(cancellation));
        return command;
    }
}
