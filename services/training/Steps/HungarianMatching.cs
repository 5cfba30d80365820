using Rvos.Model.Losses;
using Rvos.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>Matches by least total soft-IoU cost. Objects that a clip does not have cost nothing with any slot, so a present object may
/// take any slot; with <paramref name="asOriginal"/> the original code's rule holds instead: pairs in which the object or the slot of the same
/// number is absent cost 10, so that k objects can only take the first k slots.</summary>
public sealed class HungarianMatching(bool asOriginal = false) : ISlotMatching
{
    /// <inheritdoc/>
    public bool KeepsRowWeights => asOriginal;

    /// <inheritdoc/>
    public int[][] Match(ClipBatch batch, Tensor logits)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var present = batch.Present.cpu().contiguous().data<float>().ToArray();
        return Enumerable.Range(0, batch.Batch).Select(b => MatchClip(batch, logits, present, b)).ToArray();
    }

    private int[] MatchClip(ClipBatch batch, Tensor logits, float[] present, int clip)
    {
        var n = batch.Objects;
        var costs = new double[n, n];
        for (var o = 0; o < n; o++)
        {
            var target = batch.Targets.select(0, 0).select(0, o).select(0, clip).reshape(1, -1).expand([n, -1]);
            var row = SoftIou.Cost(target, logits.select(1, clip).reshape(n, -1)).cpu().contiguous().data<float>().ToArray();
            for (var slot = 0; slot < n; slot++) costs[o, slot] = Masked(row[slot], present[o * batch.Batch + clip] > 0, present[slot * batch.Batch + clip] > 0);
        }

        var objectOfSlot = new int[n];
        var slotOf = HungarianAssignment.Solve(costs);
        for (var o = 0; o < n; o++) objectOfSlot[slotOf[o]] = o;
        return objectOfSlot;
    }

    private double Masked(double cost, bool objectPresent, bool slotPresent) =>
        asOriginal ? objectPresent && slotPresent ? cost : 10 : objectPresent ? cost : 0;
}
