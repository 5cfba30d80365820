using System.CommandLine;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Model;
using Rvos.Weights;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos import-weights</c>: a checkpoint of the original project to a weights file.</summary>
internal static class ImportWeightsCommand
{
    internal static Command Create()
    {
        var folder = new Argument<string>("checkpoint") { Description = "a folder with encoder.pt, decoder.pt and, if there is one, args.pkl" };
        var output = new Option<string>("--output", "-o") { Description = "the .safetensors file to write", Required = true, HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "print what was imported as JSON" };
        var command = new Command("import-weights", "Import a PyTorch checkpoint of the original RVOS (zip or legacy pickle, saved from a GPU or not).\n\nThe pickle is read as data: nothing in it can run.") { folder, output, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            var source = parsed.GetValue(folder)!;
            if (!Directory.Exists(source)) throw new ArgumentException($"{source}: no such folder");
            var imported = CheckpointImporter.ImportFolder(source);
            // What cannot be run shall not look imported.
            var description = ModelDescription.Read(imported.Metadata, path);
            imported.Save(path);
            NetworkWeights.Load(path).Network.Dispose();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { file = Path.GetFullPath(path), tensors = imported.Tensors.Count, metadata = imported.Metadata, dropped = imported.DroppedKeys }));
                return ExitCode.Done;
            }

            Console.WriteLine($"{path}: {imported.Tensors.Count} tensors, {description.Network.Summary}, {(description.IsOneShot ? "one-shot" : "zero-shot")}, {description.Recurrence}; {imported.DroppedKeys.Count} unused keys left out");
            return ExitCode.Done;
        });
        return command;
    }
}
