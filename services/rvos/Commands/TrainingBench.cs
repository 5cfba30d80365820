using System.Text.Json;
using System.Text.Json.Serialization;
using Rvos.Training.Benchmarks;
using Rvos.Training.Steps;
using Spectre.Console;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos bench --train</c>: milliseconds of training steps, part by part.</summary>
internal static class TrainingBench
{
    private const int WarmUp = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    internal static void Run(string device, bool original, int steps, bool asJson, CancellationToken cancellation)
    {
        var bench = new StepBenchmark(TimeProvider.System, WarmUp, steps);
        var rows = StepBenchmarks.All(device, original).Select(b => bench.Measure(b.Name, b.Configuration, cancellation)).ToArray();
        if (asJson) Console.WriteLine(JsonSerializer.Serialize(rows, Json));
        else Show(rows, device);
    }

    private static void Show(StepTiming[] rows, string device)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        var table = new Table().RoundedBorder().Title($"ms of a training step, {Markup.Escape(device)}").AddColumns("step", "all");
        foreach (var phase in Enum.GetValues<StepPhase>()) table.AddColumn(phase.ToString().ToLowerInvariant());
        foreach (var row in rows) table.AddRow([Markup.Escape(row.Name), $"{row.Milliseconds:F0}", .. row.Phases.Select(p => $"{p.Milliseconds:F1}")]);
        AnsiConsole.Write(table);
    }
}
