using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Losses;

/// <summary>The original's balanced binary cross-entropy of logits: pixels of the object weigh 1 - w, the others w, where w is by default the share of object
/// pixels in the whole batch, so that both kinds count the same.</summary>
public static class BalancedCrossEntropy
{
    /// <summary>Loss of each pixel: targets in {0,1} and logits of one shape to losses of that shape.</summary>
    /// <param name="target">Targets.</param>
    /// <param name="logits">Logits.</param>
    /// <param name="weight">w in [0,1]; null for the share of object pixels.</param>
    public static Tensor Values(Tensor target, Tensor logits, double? weight = null)
    {
        var w = weight ?? target.mean().cpu().item<float>();
        var losses = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction: nn.Reduction.None);
        return losses * target.Multiply(1 - 2 * w).Add(w);
    }
}
