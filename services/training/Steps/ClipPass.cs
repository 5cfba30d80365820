using Rvos.Libtorch;
using Rvos.Model;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>The forward pass of a network over a batch of clips: recurrent in space (over object slots) and in time, back-propagated through both.</summary>
public sealed class ClipPass(RvosNetwork network, LossOptions options, StepClock? clock = null)
{
    /// <summary>One-shot: previous masks come from a <paramref name="mode"/>; targets keep their slots.</summary>
    public StepResult OneShot(ClipBatch batch, PreviousMask mode) => OneShot(batch, PassPlan.For(mode, batch.Length));

    /// <summary>One-shot: previous masks come from the ground truth or the network, as the plan says; targets keep their slots.</summary>
    public StepResult OneShot(ClipBatch batch, PassPlan plan)
    {
        var targets = Enumerable.Range(0, batch.Length).Select(t => batch.Targets.select(0, t)).ToArray();
        return Run(batch, plan, targets, (t, slot, before) => t == 0 ? batch.Given(slot)
            : !plan.ReadsTruth[t] ? before! : t == 1 ? batch.First(slot, before!) : batch.Target(t - 1, slot));
    }

    /// <summary>Zero-shot: no masks are given; predictions of frame 0 are matched to the objects by least soft-IoU cost, and the
    /// matching is kept for the clip (Ventura et al. 2019, section 4).</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="matching">Chooses, from costs (B,objects,predictions), the object of each prediction slot.</param>
    /// <param name="plan">Recurrences and least areas; null for the usual ones.</param>
    public StepResult ZeroShot(ClipBatch batch, ISlotMatching matching, PassPlan? plan = null)
    {
        int[][]? permutation = null;
        var targets = new Tensor[batch.Length];
        return Run(batch, plan ?? PassPlan.For(PreviousMask.Inferred, batch.Length), targets, null, (t, logits) =>
        {
            permutation ??= matching.Match(batch, logits);
            targets[t] = Reorder(batch.Targets.select(0, t), permutation);
            return matching.KeepsRowWeights ? batch.Present : Reorder(batch.Present, permutation);
        });
    }

    private StepResult Run(ClipBatch batch, PassPlan plan, Tensor[] targets, Func<int, int, Tensor?, Tensor>? previousMask, Func<int, Tensor, Tensor>? match = null)
    {
        clock?.Enter(StepPhase.Encoder);
        var shared = options.BatchFrames ? network.Decoder.Share(network.Encoder.forward(batch.Frames)) : null;
        var temporal = new IReadOnlyList<Tensor>?[batch.Objects];
        var matching = network.Decoder.Matcher is { } matcher ? new ClipMatching(matcher, network.Options, batch, options) : null;
        var probabilities = new List<Tensor>();
        var losses = new List<Tensor>();
        double overlap = 0, rows = 0;
        for (var t = 0; t < batch.Length; t++)
        {
            clock?.Enter(StepPhase.Encoder);
            var gates = shared?.Frames((long)t * batch.Batch, batch.Batch)
                ?? network.Decoder.Share(network.Encoder.forward(batch.Frames.narrow(0, (long)t * batch.Batch, batch.Batch)));
            clock?.Enter(StepPhase.Decoder);
            matching?.Enter(gates.Keys!);
            var stacked = stack(Decode(batch, plan, t, gates, temporal, matching, slot => previousMask?.Invoke(t, slot, t == 0 ? null : probabilities[t - 1].select(0, slot))));
            clock?.Enter(StepPhase.Loss);
            if (network.Options.SoftAggregation) stacked = SoftAggregation.Logits(stacked, batch.Present.view(batch.Objects, batch.Batch, 1, 1, 1));
            probabilities.Add(stacked.detach().sigmoid());
            if (t == 0) matching?.Settle(probabilities[0]);
            var present = match is null ? batch.Present : match(t, stacked);
            losses.Add(FrameLoss.Of(targets[t], stacked, present, batch.Ignored?.select(0, t), plan.LeastArea, options));
            if (matching?.Loss() is { } unmatched) losses[t] = losses[t].Add(unmatched);
            if (t == 0 && batch.Length > 1) continue;
            var (sum, count) = FrameLoss.Overlap(targets[t], probabilities[t], present);
            (overlap, rows) = (overlap + sum, rows + count);
        }

        var loss = stack(losses);
        return new StepResult(loss.sum(), loss.detach().cpu().data<float>().ToArray().Select(l => (double)l).ToArray(), overlap / rows, probabilities);
    }

    private Tensor[] Decode(ClipBatch batch, PassPlan plan, int frame, SharedGates gates, IReadOnlyList<Tensor>?[] temporal, ClipMatching? matching, Func<int, Tensor?> previousMask)
    {
        CellState? spatial = null;
        var logits = new Tensor[batch.Objects];
        var size = batch.Frames.shape;
        for (var slot = 0; slot < batch.Objects; slot++)
        {
            var masks = previousMask(slot) is not { } mask ? null : matching?.Masks(slot, mask) ?? MaskPyramid.Build(mask);
            // As in the original, a network without spatial recurrence has it in the first frame.
            var before = plan.Recurrence == Recurrence.Temporal && frame > 0 ? null : spatial;
            var (small, state) = network.Decoder.Step(gates, masks, before, plan.Recurrence == Recurrence.Spatial ? null : temporal[slot]);
            logits[slot] = nn.functional.interpolate(small.to_type(ScalarType.Float32), [size[2], size[3]], mode: InterpolationMode.Bilinear, align_corners: true);
            temporal[slot] = state.Hidden;
            matching?.Remember(slot, state.Hidden);
            spatial = state;
        }

        return logits;
    }

    private static Tensor Reorder(Tensor targets, int[][] objectOfSlot)
    {
        var perClip = objectOfSlot.Select((order, b) => targets.select(1, b).index_select(0, tensor(order.Select(o => (long)o).ToArray()).to(targets.device)));
        return stack(perClip, 1);
    }
}
