using System.CommandLine;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Model;
using Rvos.Weights;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos import-weights</c>: a checkpoint of the original project to a weights file, or an ONNX ResNet to an encoder that training starts from.</summary>
internal static class ImportWeightsCommand
{
    internal static Command Create()
    {
        var source = new Argument<string>("checkpoint") { Description = "a folder with encoder.pt, decoder.pt and, if there is one, args.pkl; or the .onnx file of a ResNet-18 or ResNet-34" };
        var preprocessing = new Option<string?>("--preprocessing") { Description = "the .onnx file that prepares that network's input; without it, RGB less ImageNet's means over its deviations", HelpName = "FILE" };
        var output = new Option<string>("--output", "-o") { Description = "the .safetensors file to write", Required = true, HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "print what was imported as JSON" };
        var command = new Command("import-weights", "Import a PyTorch checkpoint of the original RVOS (zip or legacy pickle, saved from a GPU or not), or the encoder of an ONNX file, for initialWeights of training configurations.\n\nBoth are read as data: nothing in them can run.")
        {
            source, preprocessing, output, json,
        };
        command.SetAction(parsed =>
        {
            var (from, path) = (parsed.GetValue(source)!, parsed.GetValue(output)!);
            var (imported, summary) = from.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? ImportEncoder(from, parsed.GetValue(preprocessing), path)
                : parsed.GetValue(preprocessing) is null ? ImportModel(from, path) : throw new ArgumentException("--preprocessing belongs to an .onnx file");
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { file = Path.GetFullPath(path), tensors = imported.Tensors.Count, metadata = imported.Metadata, dropped = imported.DroppedKeys })
                : $"{path}: {imported.Tensors.Count} tensors, {summary}");
            return ExitCode.Done;
        });
        return command;
    }

    private static (ImportedCheckpoint Imported, string Summary) ImportModel(string folder, string path)
    {
        if (!Directory.Exists(folder)) throw new ArgumentException($"{folder}: no such folder");
        var imported = CheckpointImporter.ImportFolder(folder);
        // What cannot be run shall not look imported.
        var description = ModelDescription.Read(imported.Metadata, path);
        imported.Save(path);
        NetworkWeights.Load(path).Network.Dispose();
        return (imported, $"{description.Network.Summary}, {(description.IsOneShot ? "one-shot" : "zero-shot")}, {description.Recurrence}; {imported.DroppedKeys.Count} unused keys left out");
    }

    private static (ImportedCheckpoint Imported, string Summary) ImportEncoder(string file, string? preprocessing, string path)
    {
        foreach (var name in new[] { file, preprocessing })
            if (name is not null && !File.Exists(name)) throw new ArgumentException($"{name}: no such file");
        var imported = OnnxEncoderImporter.Import(OnnxGraph.Load(file), preprocessing is null ? null : OnnxInput.Of(OnnxGraph.Load(preprocessing)));
        imported.Save(path);
        var blocks = imported.DroppedKeys.Count == 0 ? "all blocks" : $"without {string.Join(", ", imported.DroppedKeys)}";
        return (imported, $"the encoder of a {imported.Metadata["base_model"]} of width {imported.Metadata["width"]}, {blocks}");
    }
}
