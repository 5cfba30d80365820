using System.CommandLine;
using Rvos.Cli.Terminal;
using Rvos.Training.Curricula;
using Rvos.Training.Data;
using Rvos.Training.Runs;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos train</c>: trains a network, resumably.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        var configuration = new Argument<string>("configuration") { Description = "a JSON file; see docs/training.md" };
        var output = new Option<string?>("--output", "-o") { Description = "the run's folder: log.csv, validation.csv, report.html, state.safetensors to resume from, best.safetensors, model.safetensors", HelpName = "FOLDER" };
        var plot = new Option<string?>("--plot-schedule") { Description = "do not train: draw learning rate, curriculum and stages over the run's steps", HelpName = "FILE.svg" };
        var seed = new Option<int?>("--seed") { Description = "another seed than the configuration's", HelpName = "N" };
        var steps = new Option<long?>("--steps") { Description = "another number of steps; stages keep their shares of the run", HelpName = "N" };
        var device = new Option<string?>("--device") { Description = "another device than the configuration's: cpu or cuda:N", HelpName = "DEVICE" };
        var command = new Command("train", "Train a network on clips. Can be stopped or killed at any moment and goes on where it was.\n\n" +
            $"Presets, to start from with \"preset\": NAME in the configuration: {string.Join(", ", Presets.Names)}") { configuration, output, plot, seed, steps, device };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var path = parsed.GetValue(configuration)!;
            if (!File.Exists(path)) throw new ArgumentException($"{path}: no such file");
            var settings = TrainingConfiguration.Load(path);
            if (parsed.GetValue(steps) is { } budget) settings = settings.WithSteps(budget);
            settings = settings with { Seed = parsed.GetValue(seed) ?? settings.Seed, Device = parsed.GetValue(device) ?? settings.Device };
            if (parsed.GetValue(plot) is { } picture)
            {
                File.WriteAllText(picture, SchedulePlot.Svg(settings));
                return ExitCode.Done;
            }

            var folder = parsed.GetValue(output) ?? throw new ArgumentException("--output is missing: name the run's folder");
            return Train(settings, Path.GetDirectoryName(Path.GetFullPath(path))!, new RunFolder(folder), cancellation);
        }, CancellationToken.None));
        return command;
    }

    private static int Train(TrainingConfiguration settings, string baseFolder, RunFolder folder, CancellationToken cancellation)
    {
        var clips = ClipSources.From(settings.Data, baseFolder);
        if (clips.HeldOut is null) Console.WriteLine("nothing is held out (too few sequences and stills): no validation, no best.safetensors");
        var run = new TrainingRun(settings, clips.Training, folder.Path, TimeProvider.System, clips.HeldOut);
        var display = new TrainingDisplay(Console.Out, Console.Error, !Console.IsErrorRedirected);
        var steps = run.Run(display.Report, cancellation, display.Validated, display.Step);
        display.Finish();
        Console.WriteLine($"{steps} of {settings.Steps} steps done; the averaged weights are in {folder.Model}, curves and pictures in {folder.Report}");
        if (File.Exists(folder.Best)) Console.WriteLine($"the best weights on held-out clips are in {folder.Best}");
        return steps == settings.Steps ? ExitCode.Done : ExitCode.Failed;
    }
}
