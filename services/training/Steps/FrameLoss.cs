using Rvos.Libtorch;
using Rvos.Model.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>Loss and overlap of one frame; rows are objects of clips.</summary>
internal static class FrameLoss
{
    private const double Never = -1e4;
    private const int BoundaryReach = 2;

    /// <summary>Soft IoU, and cross-entropy if asked for, over the rows that count.</summary>
    /// <param name="target">Masks (N,B,1,H,W) in {0,1}.</param>
    /// <param name="logits">Logits of the same shape.</param>
    /// <param name="present">Row weights (N,B).</param>
    /// <param name="ignored">Pixels that count for nobody (B,1,H,W), or null.</param>
    /// <param name="leastArea">Rows with fewer pixels do not count.</param>
    /// <param name="options">Weights.</param>
    internal static Tensor Of(Tensor target, Tensor logits, Tensor present, Tensor? ignored, double leastArea, LossOptions options)
    {
        // So low a logit has probability 0, costs nothing beside a target of 0 and has no gradient.
        if (ignored is not null) logits = logits.MaskedFill(ignored.GreaterThan(0), Never);
        var rows = target.shape[0] * target.shape[1];
        var (y, x) = (target.reshape(rows, -1), logits.reshape(rows, -1));
        var weights = Weights(y, present.reshape(rows), leastArea, options.AreaWeight);
        var loss = options.AreaWeight == 0 ? SoftIou.Loss(y, x, weights) : (SoftIou.Cost(y, x) * weights).sum() / weights.sum().Add(1e-6);
        if (options.CrossEntropyWeight == 0) return loss;
        var cost = nn.functional.binary_cross_entropy_with_logits(x, y, null, nn.Reduction.None);
        var perRow = options.BoundaryWeight == 0 ? cost.mean([1]) : WeighBoundaries(cost, target.reshape(rows, 1, target.shape[3], target.shape[4]), options.BoundaryWeight);
        return loss.Add(((perRow * weights).sum() / weights.sum().Add(1e-6)).Multiply(options.CrossEntropyWeight));
    }

    /// <summary>Sum of the intersections over unions of visible objects, thresholded at one half, and their number.</summary>
    internal static (double Sum, double Count) Overlap(Tensor target, Tensor probability, Tensor present)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var mask = probability.GreaterThan(0.5).to_type(ScalarType.Float32);
        var intersection = (mask * target).sum([2, 3, 4]);
        var union = mask.sum([2, 3, 4]).Add(target.sum([2, 3, 4])) - intersection;
        var visible = present * target.amax([2, 3, 4]);
        var sums = stack([(intersection / union.Add(1e-6) * visible).sum(), visible.sum()]).cpu().data<float>();
        return (sums[0], sums[1]);
    }

    // Where the largest value of a neighbourhood differs from the least there is a boundary in it.
    private static Tensor WeighBoundaries(Tensor cost, Tensor masks, double weight)
    {
        const int Side = 2 * BoundaryReach + 1;
        var most = nn.functional.max_pool2d(masks, [Side, Side], [1, 1], [BoundaryReach, BoundaryReach]);
        var least = nn.functional.max_pool2d(masks.neg(), [Side, Side], [1, 1], [BoundaryReach, BoundaryReach]).neg();
        var weights = most.sub(least).Multiply(weight).Add(1).reshape(cost.shape[0], -1);
        return (cost * weights).sum([1]) / weights.sum([1]);
    }

    private static Tensor Weights(Tensor target, Tensor present, double leastArea, double power)
    {
        if (leastArea == 0 && power == 0) return present;
        var area = target.sum([1]);
        if (leastArea > 0) present = present * area.GreaterOrEqual(leastArea).to_type(present.dtype);
        if (power == 0) return present;
        var mean = ((area * present).sum() / present.sum().Add(1e-6)).Add(1e-6);
        return present * (area / mean).Pow(power);
    }
}
