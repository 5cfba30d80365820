using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Losses;

/// <summary>The soft intersection-over-union loss of RVOS (Ventura et al. 2019, section 4): 1 - Σpy / (Σ(p + y - py) + 1e-6).</summary>
public static class SoftIou
{
    private const double Epsilon = 1e-6;

    /// <summary>Cost of each row: targets (R,P) in {0,1} and logits (R,P) to costs (R) in [0,1]. An empty target costs 1 with no gradient.</summary>
    public static Tensor Cost(Tensor target, Tensor logits)
    {
        var p = logits.sigmoid();
        var both = p * target;
        return (both.sum([1]) / (p.Add(target) - both).sum([1]).Add(Epsilon)).SubtractFrom(1);
    }

    /// <summary>Mean cost of the rows whose weight (R) is positive, or of all rows when none is.</summary>
    public static Tensor Loss(Tensor target, Tensor logits, Tensor rowWeights)
    {
        var cost = Cost(target, logits);
        var chosen = rowWeights.GreaterThan(0).to_type(cost.dtype);
        var count = chosen.sum().cpu().item<float>();
        return count == 0 ? cost.mean() : (cost * chosen).sum().Divide(count);
    }
}
