using Rvos.Model.Losses;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>The forward pass of a network over a batch of clips: recurrent in space (over object slots) and in time, back-propagated through both.</summary>
public sealed class ClipPass(RvosNetwork network, LossOptions options)
{
    /// <summary>One-shot: previous masks come from a <paramref name="mode"/>; targets keep their slots.</summary>
    public StepResult OneShot(ClipBatch batch, PreviousMask mode)
    {
        var targets = Enumerable.Range(0, batch.Length).Select(t => batch.Targets.select(0, t)).ToArray();
        return Run(batch, targets, (t, slot, before) => mode switch
        {
            _ when t == 0 => batch.Target(0, slot),
            PreviousMask.Inferred => before!,
            PreviousMask.AsServed when t > 1 => before!,
            _ => batch.Target(t - 1, slot),
        });
    }

    /// <summary>Zero-shot: no masks are given; predictions of frame 0 are matched to the objects by least soft-IoU cost, and the
    /// matching is kept for the clip (Ventura et al. 2019, section 4).</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="matching">Chooses, from costs (B,objects,predictions), the object of each prediction slot.</param>
    public StepResult ZeroShot(ClipBatch batch, ISlotMatching matching)
    {
        int[][]? permutation = null;
        var targets = new Tensor[batch.Length];
        return Run(batch, targets, null, (t, logits) =>
        {
            permutation ??= matching.Match(batch, logits);
            targets[t] = Reorder(batch.Targets.select(0, t), permutation);
            return matching.KeepsRowWeights ? batch.Present : Reorder(batch.Present, permutation);
        });
    }

    private StepResult Run(ClipBatch batch, Tensor[] targets, Func<int, int, Tensor?, Tensor>? previousMask, Func<int, Tensor, Tensor>? match = null)
    {
        var shared = options.BatchFrames ? network.Decoder.Share(network.Encoder.forward(batch.Frames)) : null;
        var temporal = new IReadOnlyList<Tensor>?[batch.Objects];
        var probabilities = new List<Tensor>();
        var losses = new List<Tensor>();
        double overlap = 0, rows = 0;
        var size = batch.Frames.shape;
        for (var t = 0; t < batch.Length; t++)
        {
            var gates = shared?.Frames((long)t * batch.Batch, batch.Batch)
                ?? network.Decoder.Share(network.Encoder.forward(batch.Frames.narrow(0, (long)t * batch.Batch, batch.Batch)));
            CellState? spatial = null;
            var logits = new Tensor[batch.Objects];
            for (var slot = 0; slot < batch.Objects; slot++)
            {
                var masks = previousMask is null ? null : MaskPyramid.Build(previousMask(t, slot, t == 0 ? null : probabilities[t - 1].select(0, slot)));
                var (small, state) = network.Decoder.Step(gates, masks, spatial, temporal[slot]);
                logits[slot] = nn.functional.interpolate(small.to_type(ScalarType.Float32), [size[2], size[3]], mode: InterpolationMode.Bilinear, align_corners: true);
                temporal[slot] = state.Hidden;
                spatial = state;
            }

            var stacked = stack(logits);
            probabilities.Add(stacked.detach().sigmoid());
            var present = match is null ? batch.Present : match(t, stacked);
            losses.Add(FrameLoss(targets[t], stacked, present));
            if (t == 0) continue;
            var (sum, count) = Overlap(targets[t], probabilities[t], present);
            (overlap, rows) = (overlap + sum, rows + count);
        }

        var loss = stack(losses).sum();
        return new StepResult(loss, losses.Select(l => (double)l.cpu().item<float>()).ToArray(), overlap / rows, probabilities);
    }

    private Tensor FrameLoss(Tensor target, Tensor logits, Tensor present)
    {
        var rows = target.shape[0] * target.shape[1];
        var (y, x) = (target.reshape(rows, -1), logits.reshape(rows, -1));
        var weights = present.reshape(rows);
        var loss = SoftIou.Loss(y, x, weights);
        if (options.CrossEntropyWeight == 0) return loss;
        var perRow = nn.functional.binary_cross_entropy_with_logits(x, y, null, nn.Reduction.None).mean([1]);
        return loss + (perRow * weights).sum() / (weights.sum() + 1e-6) * options.CrossEntropyWeight;
    }

    private static (double Sum, double Count) Overlap(Tensor target, Tensor probability, Tensor present)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var mask = probability.gt(0.5).to_type(ScalarType.Float32);
        var intersection = (mask * target).sum([2, 3, 4]);
        var union = mask.maximum(target).sum([2, 3, 4]);
        var visible = present * target.amax([2, 3, 4]);
        return ((intersection / (union + 1e-6) * visible).sum().cpu().item<float>(), visible.sum().cpu().item<float>());
    }

    private static Tensor Reorder(Tensor targets, int[][] objectOfSlot)
    {
        var perClip = objectOfSlot.Select((order, b) => targets.select(1, b).index_select(0, tensor(order.Select(o => (long)o).ToArray()).to(targets.device)));
        return stack(perClip, 1);
    }
}
