using System.CommandLine;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Model;
using Rvos.Weights;
using Rvos.Weights.Models;
using Spectre.Console;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos models</c>: the weights at hand.</summary>
internal static class ModelsCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "print JSON" };
        var name = new Argument<string>("name") { Description = "a model's name" };
        var show = new Command("show", "Print a model's card: data, licence, steps, scores.") { name };
        show.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name)!;
            Console.WriteLine(ModelCatalogue.Shipped.Card(wanted) ?? throw new ArgumentException($"there is no card of a model '{wanted}'; 'rvos models' lists them"));
        });
        var list = new Command("list", "List the models that ship with the program.") { json };
        list.SetAction(parsed => List(parsed.GetValue(json)));
        var command = new Command("models", "List the models that ship with the program, or show a model's card.") { list, show };
        var jsonHere = new Option<bool>("--json") { Description = "print JSON" };
        command.Add(jsonHere);
        command.SetAction(parsed => List(parsed.GetValue(jsonHere)));
        return command;
    }

    private static int List(bool json)
    {
        var models = ModelCatalogue.Shipped.Names.Select(Describe).ToArray();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(models));
            return ExitCode.Done;
        }

        // A pipe has no width: a name must not be broken in two there.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        var table = new Table().RoundedBorder().AddColumns("name", "kind", "network", "input", "MB", "licence");
        foreach (var model in models) table.AddRow([.. new[] { model.Name, model.Kind, model.Network, $"{model.InputWidth}x{model.InputHeight}", $"{model.Megabytes:F1}", model.Licence }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        Console.WriteLine("rvos models show NAME prints a model's card.");
        return ExitCode.Done;
    }

    private static ModelRow Describe(string name)
    {
        var path = ModelCatalogue.Shipped.Find(name);
        using var reader = SafetensorsReader.Open(path);
        var description = ModelDescription.Read(reader.Metadata, Path.GetFileName(path));
        return new ModelRow(name, description.IsOneShot ? "one-shot" : "zero-shot", description.Network.Summary, description.InputWidth, description.InputHeight,
            Math.Round(new FileInfo(path).Length / 1e6, 1), reader.Metadata.GetValueOrDefault("licence", "see its card"));
    }

    private sealed record ModelRow(string Name, string Kind, string Network, int InputWidth, int InputHeight, double Megabytes, string Licence);
}
