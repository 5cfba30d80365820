using System.CommandLine;
using Rvos.Cli.Terminal;

namespace Rvos.Cli.Commands;

/// <summary>The <c>rvos</c> command line.</summary>
public static class RvosProgram
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs.</summary>
    /// <returns>0 done, 1 failed, 2 bad usage or input.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("RVOS: a video goes in, a mask for every object in every frame comes out.\n\n" +
            "Start with:  rvos segment samples/dashcam.mp4 --mask 0:samples/dashcam.png -o out")
        {
            SegmentCommand.Create(),
            ModelsCommand.Create(),
            EvaluateCommand.Create(),
            ComposeCommand.Create(),
            ImportWeightsCommand.Create(),
            TrainCommand.Create(),
            CompareCommand.Create(),
            BenchCommand.Create(),
            ServeCommand.Create(),
            KeysCommand.Create(),
            SubmitCommand.Create(),
            JobsCommand.Create(),
        };
        // '@list.txt' is for 'rvos submit' to read, whose lines are names with spaces.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"rvos: {OneLine(parsed.Errors[0].Message)} (see 'rvos {parsed.CommandResult.Command.Name} --help')".Replace("rvos rvos", "rvos", StringComparison.Ordinal));
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopTime });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("rvos: stopped");
            return ExitCode.Failed;
        }
        catch (Exception error) when (Errors.Report(error, Console.Error) is { } code)
        {
            return code;
        }
    }

    private static string OneLine(string message) => string.Join(' ', message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
