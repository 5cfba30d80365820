using System.CommandLine;
using Rvos.Cli.Terminal;
using Rvos.Training.Reports;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos compare</c>: training runs side by side.</summary>
internal static class CompareCommand
{
    internal static Command Create()
    {
        var runs = new Argument<string[]>("runs") { Description = "folders of runs, as 'rvos train -o' wrote them", Arity = ArgumentArity.OneOrMore, HelpName = "RUN" };
        var csv = new Option<string?>("--csv") { Description = "write the table as CSV too ('-' for stdout instead of the table)", HelpName = "FILE" };
        var command = new Command("compare", "Compare training runs by J and F on their held-out clips. Runs of one configuration with several seeds make one row: mean ± standard deviation.") { runs, csv };
        command.SetAction(parsed =>
        {
            var comparison = RunComparison.Of(parsed.GetValue(runs)!);
            var file = parsed.GetValue(csv);
            if (file is not (null or "-")) File.WriteAllText(file, comparison.Csv());
            Console.Write(file == "-" ? comparison.Csv() : comparison.Markdown());
            return ExitCode.Done;
        });
        return command;
    }
}
