using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>Shares the pixels of a frame out among its objects and the background: p = o / (1 + sum of all o) with the odds o of each object's own mask, which is the softmax over their logits
/// and a background of logit 0. A single object keeps its mask; the idea is that of Oh et al. 2019 (STM), section 3.4.</summary>
public static class SoftAggregation
{
    // Nearer to 1 single precision tells probabilities apart too coarsely: sessions, which read them, and training, which reads logits, stop at the same ones.
    private const double MostLogit = 12;

    private static readonly float LeastProbability = (float)(1 / (1 + Math.Exp(MostLogit)));

    /// <summary>Logits (N,...) of N objects to those of their shares: l - log(1 + sum of exp of the others), with l within -12 and 12.</summary>
    /// <param name="logits">Logits, objects first.</param>
    /// <param name="present">Weights of the objects in the same rank, 1 or 0; those with 0 claim nothing.</param>
    public static Tensor Logits(Tensor logits, Tensor present)
    {
        if (logits.shape[0] == 1) return logits;
        var own = logits.Clamp(-MostLogit, MostLogit);
        var odds = own.exp().mul(present);
        return own.sub(odds.sum([0], keepdim: true).sub(odds).Add(1).log());
    }

    /// <summary>Probabilities of N objects in place.</summary>
    /// <param name="probabilities">Masks (H,W) of the objects, of one size.</param>
    public static void Apply(IReadOnlyList<float[]> probabilities)
    {
        if (probabilities.Count < 2) return;
        for (var i = 0; i < probabilities[0].Length; i++)
        {
            var sum = 1f;
            foreach (var mask in probabilities) sum += Odds(mask[i]);
            foreach (var mask in probabilities) mask[i] = Odds(mask[i]) / sum;
        }
    }

    private static float Odds(float probability) => Math.Clamp(probability, LeastProbability, 1 - LeastProbability) is var p ? p / (1 - p) : 0;
}
