using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Model.S2S;
using Rvos.Weights;
using Rvos.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Testing.Stages;

/// <summary>A folder of models: the shipped one and small ones with weights of chance (always the same): a zero-shot one and an S2S++.</summary>
public static class StageModels
{
    /// <summary>The shipped one-shot model.</summary>
    public const string OneShot = ModelCatalogue.DefaultOneShot;

    /// <summary>The small zero-shot model.</summary>
    public const string ZeroShot = "small-zero-shot";

    /// <summary>The small S2S++ model.</summary>
    public const string S2s = "small-s2s";

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
        using var zeroShot = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 16, UsesMask: false, Width: 16));
        Save(folder, zeroShot, new ModelDescription(ZeroShot, zeroShot.Options, Recurrence.SpatioTemporal, 64, 96));
        using var s2s = ChanceS2s.Make(new S2sOptions(8, HeadFactor: 8, InitialiserFactor: 8), seed: 7);
        Save(folder, s2s, new ModelDescription(S2s, s2s.Options, Recurrence.Temporal, 64, 96));
        return folder;
    }

    private static void Save(string folder, nn.Module network, ModelDescription description) => SafetensorsWriter.Write(
        Path.Combine(folder, description.Name + ".safetensors"), NetworkWeights.ToData(network.state_dict().Select(e => (e.Key, e.Value)), bf16: false), description.ToMetadata());
}
