using Rvos.Libtorch;
using Rvos.Model.S2S;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>The forward pass of an S2S network over a batch of clips (Azimi et al. 2020): each object starts from its true mask in frame 0 and is followed on its own; the
/// loss is the mean over the frames after it, back-propagated through the whole clip.</summary>
public sealed class S2sPass(S2sNetwork network, S2sLoss loss, StepClock? clock = null)
{
    /// <summary>Runs over clips of two frames or more.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="leastArea">Objects with fewer true pixels in a frame do not count in its loss, unless none has more.</param>
    /// <returns>A loss that is to be divided by the number of frames, as that of other networks.</returns>
    public StepResult Run(ClipBatch batch, double leastArea = 0)
    {
        if (batch.Length < 2) throw new ArgumentException("clips of one frame have no loss: objects start from their masks in the first", nameof(batch));
        var rows = new S2sRows(batch);
        clock?.Enter(StepPhase.Encoder);
        var shared = network.Share(network.Encoder.forward(batch.Frames.narrow(0, batch.Batch, (long)(batch.Length - 1) * batch.Batch)));
        clock?.Enter(StepPhase.Decoder);
        var state = network.Initialiser.Initialise(rows.FirstFrames, rows.Targets(0));
        var losses = new List<Tensor>();
        var probabilities = new List<Tensor> { batch.Targets.select(0, 0) };
        double overlap = 0, visible = 0;
        for (var t = 1; t < batch.Length; t++)
        {
            clock?.Enter(StepPhase.Decoder);
            var step = network.Step(shared.Slice((long)(t - 1) * batch.Batch, batch.Batch).Choose(rows.Clips), state);
            state = step.State;
            clock?.Enter(StepPhase.Loss);
            losses.Add(FrameLossOf(rows, t, leastArea, step));
            probabilities.Add(rows.InSlots(step.Mask.detach().to_type(ScalarType.Float32).sigmoid()));
            var (sum, count) = FrameLoss.Overlap(batch.Targets.select(0, t), probabilities[t], batch.Present);
            (overlap, visible) = (overlap + sum, visible + count);
        }

        var each = stack(losses);
        return new StepResult(each.mean().Multiply(batch.Length), each.detach().cpu().data<float>().ToArray().Select(l => (double)l).ToArray(), overlap / visible, probabilities);
    }

    private Tensor FrameLossOf(S2sRows rows, int frame, double leastArea, S2sStep step)
    {
        var (target, mask, distances) = (rows.Targets(frame), step.Mask, step.Distances);
        var classes = distances is not null && loss.Distance != 0 ? S2sRows.Classes(target, new DistanceScale(network.Options.Border, network.Options.Bin)) : null;
        if (rows.Ignored(frame) is { } ignored)
        {
            mask = mask.MaskedFill(ignored, S2sRows.Never);
            classes = classes?.MaskedFill(ignored.select(1, 0), S2sRows.NoClass);
        }

        if (S2sRows.LargerThan(target, leastArea) is { } chosen)
        {
            target = target.index_select(0, chosen);
            mask = mask.index_select(0, chosen);
            distances = distances?.index_select(0, chosen);
            classes = classes?.index_select(0, chosen);
        }

        return loss.Of(target, classes, new S2sStep(mask, classes is null ? null : distances, step.State));
    }
}
