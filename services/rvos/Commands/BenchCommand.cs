using System.CommandLine;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Model.Networks;
using Rvos.Pipeline.Benchmarks;
using Spectre.Console;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos bench</c>: milliseconds per frame of encoders and decoder.</summary>
internal static class BenchCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "print JSON" };
        var encoders = new Option<EncoderKind[]>("--encoder") { Description = "encoders to measure; all by default", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var repeats = new Option<int>("--repeats") { Description = "runs of which the median is taken", DefaultValueFactory = _ => 5, HelpName = "N" };
        var device = new Option<string>("--device") { Description = "cpu or cuda:N", DefaultValueFactory = _ => "cpu", HelpName = "DEVICE" };
        var train = new Option<bool>("--train") { Description = "measure training steps instead, with what their parts take" };
        var original = new Option<bool>("--original") { Description = "with --train: ResNet-101 at 256x448 too" };
        var command = new Command("bench", "Measure ms per frame for each encoder, and for the decoder at 1, 3, 5 and 10 objects: plain fp32 operators and the default path, in one run.") { json, encoders, repeats, device, train, original };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            if (parsed.GetValue(repeats) < 1) throw new ArgumentException("--repeats must be at least 1");
            if (parsed.GetValue(train))
            {
                TrainingBench.Run(parsed.GetValue(device)!, parsed.GetValue(original), parsed.GetValue(repeats), parsed.GetValue(json), cancellation);
                return ExitCode.Done;
            }

            var kinds = parsed.GetValue(encoders) is { Length: > 0 } chosen ? chosen : Enum.GetValues<EncoderKind>();
            var bench = new NetworkBenchmark(parsed.GetValue(device)!, parsed.GetValue(repeats), TimeProvider.System);
            var rows = kinds.Select(kind => bench.Measure(kind, cancellation)).ToArray();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { machine = bench.Machine, rows }));
            else Show(bench.Machine, rows);
            return ExitCode.Done;
        }, cancellation));
        return command;
    }

    private static void Show(string machine, IReadOnlyList<NetworkTiming> rows)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        var table = new Table().RoundedBorder().Title($"ms per frame, 256x448, {Markup.Escape(machine)}").AddColumns("encoder", "path", "encode");
        foreach (var count in NetworkBenchmark.ObjectCounts) table.AddColumn($"decode {count}");
        foreach (var row in rows)
        {
            Add(row.Encoder, "plain fp32", row.Plain);
            Add("", Markup.Escape(row.DefaultPath), row.Default);
            table.AddRow(["", "ratio", $"{row.Plain.Encode / row.Default.Encode:F1}x", .. row.Plain.Decode.Select((d, i) => $"{d.Milliseconds / row.Default.Decode[i].Milliseconds:F1}x")]);
        }

        AnsiConsole.Write(table);

        void Add(string name, string path, EngineTiming timing) =>
            table.AddRow([name, path, $"{timing.Encode:F1}", .. timing.Decode.Select(d => $"{d.Milliseconds:F1}")]);
    }
}
