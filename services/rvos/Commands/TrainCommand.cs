using System.CommandLine;
using System.Globalization;
using Rvos.Cli.Terminal;
using Rvos.Training.Data;
using Rvos.Training.Runs;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos train</c>: trains a network, resumably.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        var configuration = new Argument<string>("configuration") { Description = "a JSON file; see services/training/presets and docs/training.md" };
        var output = new Option<string>("--output", "-o") { Description = "the run's folder: log.csv, state.safetensors to resume from, model.safetensors", Required = true, HelpName = "FOLDER" };
        var command = new Command("train", "Train a network on clips. Stops cleanly with Ctrl-C and goes on where it stopped.") { configuration, output };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var path = parsed.GetValue(configuration)!;
            if (!File.Exists(path)) throw new ArgumentException($"{path}: no such file");
            var settings = TrainingConfiguration.Load(path);
            var source = ClipSources.From(settings.Data, Path.GetDirectoryName(Path.GetFullPath(path))!);
            var run = new TrainingRun(settings, source, parsed.GetValue(output)!, TimeProvider.System);
            var steps = run.Run(Show, cancellation);
            Console.WriteLine($"{steps} of {settings.Steps} steps done; the averaged weights are in {Path.Combine(parsed.GetValue(output)!, "model.safetensors")}");
            return steps == settings.Steps ? ExitCode.Done : ExitCode.Failed;
        }, CancellationToken.None));
        return command;
    }

    private static void Show(TrainingProgress progress)
    {
        var left = TimeSpan.FromSeconds((progress.Steps - progress.Step) * progress.SecondsPerStep);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"step {progress.Step}/{progress.Steps}  loss {progress.Loss:F4}  J {progress.Overlap:F3}  {progress.SecondsPerStep * 1000:F0} ms/step ({progress.WaitShare:P0} waiting for clips), {left:d\\.hh\\:mm} left"));
    }
}
