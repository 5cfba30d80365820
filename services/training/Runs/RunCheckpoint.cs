using System.Globalization;
using Rvos.Model;
using Rvos.Training.Optimisation;
using Rvos.Training.Steps;
using Rvos.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Runs;

/// <summary>The whole state of a run in one safetensors file: weights, moments and averaged weights, and how far it is. Clips and draws follow from
/// the seed and the step, so a resumed run goes on exactly as it would have.</summary>
public sealed class RunCheckpoint(ITrainableModel model, Adam optimiser, ExponentialAverage average)
{
    /// <summary>Writes the state, replacing the file only when all of it is on disk.</summary>
    public void Save(string path, RunState state) =>
        SafetensorsWriter.Write(path, NetworkWeights.ToData(Tensors(), bf16: false), new Dictionary<string, string>
        {
            ["steps"] = state.Steps.ToString(CultureInfo.InvariantCulture),
            ["best_score"] = state.BestScore.ToString("R", CultureInfo.InvariantCulture),
            ["best_step"] = state.BestStep.ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>Reads the state back.</summary>
    /// <exception cref="WeightsFormatException">The file is damaged or of another network.</exception>
    public RunState Load(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        if (!Whole("steps", out var steps)) throw new WeightsFormatException($"{path}: not the state of a run");
        NetworkWeights.Restore(Tensors(), reader, Path.GetFileName(path));
        return Whole("best_step", out var bestStep) && reader.Metadata.TryGetValue("best_score", out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var score)
            ? new RunState(steps, score, bestStep) : new RunState(steps);

        bool Whole(string key, out long value)
        {
            value = 0;
            return reader.Metadata.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>Writes the averaged weights as a model, in bf16.</summary>
    public void Export(string path, string licence, long steps)
    {
        var metadata = model.Metadata();
        metadata["licence"] = licence;
        metadata["steps"] = steps.ToString(CultureInfo.InvariantCulture);
        SafetensorsWriter.Write(path, NetworkWeights.ToData(average.State(), bf16: true), metadata);
    }

    private IEnumerable<(string, Tensor)> Tensors() =>
        model.Network.state_dict().Select(e => ($"weights.{e.Key}", e.Value))
            .Concat(optimiser.State().Select(e => ($"adam.{e.Name}", e.Value)))
            .Concat(average.State().Select(e => ($"average.{e.Name}", e.Value)));
}
