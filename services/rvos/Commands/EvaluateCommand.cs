using System.CommandLine;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Evaluation.Davis;
using Rvos.Video.Layouts;
using Spectre.Console;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos evaluate</c>: region similarity J against ground truth in DAVIS layout.</summary>
internal static class EvaluateCommand
{
    internal static Command Create()
    {
        var truth = new Option<string>("--ground-truth") { Description = "a folder in DAVIS layout: Annotations/[480p/]SEQUENCE/00000.png …", Required = true, HelpName = "FOLDER" };
        var results = new Option<string>("--results") { Description = "a folder with SEQUENCE/00000.png …, or SEQUENCE/masks/00000.png … as 'rvos segment -o RESULTS/SEQUENCE' writes them", Required = true, HelpName = "FOLDER" };
        var protocol = new Option<DavisProtocol>("--protocol") { Description = "Davis2016: one foreground object; or the semi-supervised protocol of DAVIS 2017", DefaultValueFactory = _ => DavisProtocol.Davis2016 };
        var json = new Option<bool>("--json") { Description = "print JSON" };
        var command = new Command("evaluate", "Compare masks with ground truth: region similarity J (mean, recall, decay), first and last frames left out.") { truth, results, protocol, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(results)!;
            if (!Directory.Exists(folder)) throw new ArgumentException($"{folder}: no such folder");
            var sequences = DavisLayout.Read(parsed.GetValue(truth)!).Select(s => DavisEvaluator.EvaluateSequence(s, FolderOf(folder, s.Name), parsed.GetValue(protocol))).ToArray();
            Show(new DavisScore(sequences), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static string FolderOf(string results, string sequence) =>
        Path.Combine(results, sequence, "masks") is var written && Directory.Exists(written) ? written : Path.Combine(results, sequence);

    private static void Show(DavisScore score, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                mean_j = score.J.Mean,
                recall = score.J.Recall,
                decay = score.J.Decay,
                sequences = score.Sequences.Select(s => new { name = s.Name, mean_j = s.MeanJ, objects = s.Objects.Select(o => new { label = o.Label, mean_j = o.JStatistics.Mean, recall = o.JStatistics.Recall, decay = o.JStatistics.Decay }) }),
            }));
            return;
        }

        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        var table = new Table().RoundedBorder().AddColumns("sequence", "object", "J mean", "J recall", "J decay");
        foreach (var (sequence, item) in score.Sequences.SelectMany(s => s.Objects.Select(o => (s, o))))
            table.AddRow(Markup.Escape(sequence.Name), $"{item.Label}", $"{item.JStatistics.Mean:F3}", $"{item.JStatistics.Recall:F3}", $"{item.JStatistics.Decay:F3}");
        table.AddRow("mean", "", $"{score.J.Mean:F3}", $"{score.J.Recall:F3}", $"{score.J.Decay:F3}");
        AnsiConsole.Write(table);
    }
}
