using System.Globalization;
using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Training.Optimisation;
using Rvos.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Runs;

/// <summary>The whole state of a run in one safetensors file: weights, moments and averaged weights, and the number of steps done. Clips follow from
/// the seed and the step, so a resumed run goes on exactly as it would have.</summary>
public sealed class RunCheckpoint(RvosNetwork network, Adam optimiser, ExponentialAverage average)
{
    /// <summary>Writes the state, replacing the file only when all of it is on disk.</summary>
    public void Save(string path, long steps) =>
        SafetensorsWriter.Write(path, NetworkWeights.ToData(Tensors(), bf16: false), new Dictionary<string, string> { ["steps"] = steps.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Reads the state back.</summary>
    /// <returns>Steps done.</returns>
    /// <exception cref="WeightsFormatException">The file is damaged or of another network.</exception>
    public long Load(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        if (!reader.Metadata.TryGetValue("steps", out var text) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps))
            throw new WeightsFormatException($"{path}: not the state of a run");
        NetworkWeights.Restore(Tensors(), reader, Path.GetFileName(path));
        return steps;
    }

    /// <summary>Writes the averaged weights as a model, in bf16.</summary>
    public void Export(string path, TrainingConfiguration configuration, long steps)
    {
        var description = new ModelDescription(configuration.Name, configuration.Network, Recurrence.SpatioTemporal, configuration.InputHeight, configuration.InputWidth);
        var metadata = description.ToMetadata();
        metadata["licence"] = configuration.Licence;
        metadata["steps"] = steps.ToString(CultureInfo.InvariantCulture);
        SafetensorsWriter.Write(path, NetworkWeights.ToData(average.State(), bf16: true), metadata);
    }

    private IEnumerable<(string, Tensor)> Tensors() =>
        network.state_dict().Select(e => ($"weights.{e.Key}", e.Value))
            .Concat(optimiser.State().Select(e => ($"adam.{e.Name}", e.Value)))
            .Concat(average.State().Select(e => ($"average.{e.Name}", e.Value)));
}
