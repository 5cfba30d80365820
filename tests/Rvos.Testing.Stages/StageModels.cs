using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Weights;
using Rvos.Weights.Models;
using static TorchSharp.torch;

namespace Rvos.Testing.Stages;

/// <summary>A folder of models: the shipped one and a small zero-shot one with weights of chance (always the same).</summary>
public static class StageModels
{
    /// <summary>The shipped one-shot model.</summary>
    public const string OneShot = ModelCatalogue.DefaultOneShot;

    /// <summary>The small zero-shot model.</summary>
    public const string ZeroShot = "small-zero-shot";

    /// <summary>The folder.</summary>
    public static string Folder { get; } = Make();

    /// <summary>All of them.</summary>
    public static ModelCatalogue Catalogue { get; } = new(Folder);

    /// <summary>What a model wants.</summary>
    public static ModelSummary Describe(string name) => Catalogue.Describe(name) ?? throw new InvalidOperationException($"no model {name}");

    private static string Make()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "stage-models");
        Directory.CreateDirectory(folder);
        var shipped = Path.Combine(SharedData.RepositoryRoot, "models", OneShot + ".safetensors");
        File.Copy(shipped, Path.Combine(folder, OneShot + ".safetensors"), overwrite: true);
        manual_seed(7);
        using var network = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 16, UsesMask: false, Width: 16));
        var description = new ModelDescription(ZeroShot, network.Options, Recurrence.SpatioTemporal, 64, 96);
        SafetensorsWriter.Write(
            Path.Combine(folder, ZeroShot + ".safetensors"), NetworkWeights.ToData(network.state_dict().Select(e => (e.Key, e.Value)), bf16: false), description.ToMetadata());
        return folder;
    }
}
