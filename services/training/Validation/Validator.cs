using Rvos.Model;
using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Runs;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Validation;

/// <summary>Scores averaged weights on clips, run as sessions run: the first mask is given (one-shot) or objects are matched in the first frame (zero-shot).</summary>
public sealed class Validator : IDisposable
{
    private readonly TrainingConfiguration configuration;
    private readonly IReadOnlyList<Clip> clips;
    private readonly ITrainableModel model;
    private readonly Device device;

    /// <summary>A validator with a network of its own.</summary>
    public Validator(TrainingConfiguration configuration, IReadOnlyList<Clip> clips, Device device)
    {
        (this.configuration, this.clips, this.device) = (configuration, clips, device);
        model = TrainableModels.Create(configuration);
        if (device.type != DeviceType.CPU) model.Network.to(device);
        model.Network.eval();
    }

    /// <summary>Scores weights.</summary>
    /// <param name="weights">The averaged weights.</param>
    /// <param name="show">Receives each clip with its predicted labels, frame by frame; may be null.</param>
    public ValidationScore Score(ExponentialAverage weights, Action<int, Clip, IReadOnlyList<byte[]>>? show = null)
    {
        using var noGrad = no_grad();
        Take(weights);
        var scores = new List<(double J, double F)>();
        for (var n = 0; n < clips.Count; n++)
        {
            using var scope = NewDisposeScope();
            var labels = Predict(clips[n]);
            scores.AddRange(ClipScorer.Score(clips[n], labels, configuration.OneShot ? 1 : 0));
            show?.Invoke(n, clips[n], labels);
        }

        return new ValidationScore(scores.Average(s => s.J), scores.Average(s => s.F), scores);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private byte[][] Predict(Clip clip)
    {
        var batch = ClipBatch.From([clip], device, configuration.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32, configuration.OneShot ? 1 : Math.Max(1, configuration.Slots));
        var recurrence = configuration.CreateCurriculum().At(configuration.Steps - 1).Recurrence;
        var result = model.Pass(batch, PassPlan.For(configuration.OneShot ? PreviousMask.AsServed : PreviousMask.Inferred, clip.Length, recurrence));
        var pixels = clip.Height * clip.Width;
        byte[]? labelOf = configuration.OneShot ? Enumerable.Range(1, batch.Objects).Select(n => (byte)n).ToArray() : null;
        return result.Probabilities.Select(p =>
        {
            var values = p.cpu().contiguous().data<float>().ToArray();
            labelOf ??= ClipScorer.Assign(clip, values, batch.Objects);
            return ClipScorer.Merge(values, labelOf, pixels);
        }).ToArray();
    }

    private void Take(ExponentialAverage weights)
    {
        using var scope = NewDisposeScope();
        var own = model.Network.state_dict();
        foreach (var (name, value) in weights.State()) own[name].copy_(value);
    }
}
