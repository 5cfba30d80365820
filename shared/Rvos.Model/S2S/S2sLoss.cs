using Rvos.Libtorch;
using Rvos.Model.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>The loss of one frame: weights times balanced cross-entropy of the mask, cross-entropy of the distance classes, and Jaccard term. The paper (Azimi et al. 2020,
/// section 3.3) has balanced + λ·distance; the authors' code 0.6·balanced + 0.2·distance + 0.2·Jaccard.</summary>
/// <param name="Balanced">Weight of the balanced cross-entropy.</param>
/// <param name="Distance">Weight of the distance classes, λ; not used by networks without them.</param>
/// <param name="Jaccard">Weight of -log of the soft intersection over union.</param>
public sealed record S2sLoss(double Balanced = 0.6, double Distance = 0.2, double Jaccard = 0.2)
{
    // As in the authors' code: keeps the logarithm finite.
    private const double Epsilon = 1e-15;

    /// <summary>The loss of N objects' masks in a frame.</summary>
    /// <param name="target">Masks (N,1,H,W) in {0,1}, fp32.</param>
    /// <param name="classes">Distance classes (N,H,W), whole numbers; not read by networks without them.</param>
    /// <param name="step">What the network gave.</param>
    public Tensor Of(Tensor target, Tensor? classes, S2sStep step)
    {
        var logits = step.Mask.to_type(ScalarType.Float32);
        var loss = BalancedOf(target, logits).Multiply(Balanced);
        if (Jaccard != 0) loss = loss.Add(JaccardOf(target, logits).Multiply(Jaccard));
        if (step.Distances is null || Distance == 0) return loss;
        return loss.Add(DistanceOf(classes ?? throw new ArgumentNullException(nameof(classes)), step.Distances.to_type(ScalarType.Float32)).Multiply(Distance));
    }

    /// <summary>Balanced binary cross-entropy: object pixels weigh by the share of background in the batch and the other way round.</summary>
    public static Tensor BalancedOf(Tensor target, Tensor logits) => BalancedCrossEntropy.Values(target, logits).mean();

    /// <summary>-log of the soft intersection over union, sums over the whole batch.</summary>
    public static Tensor JaccardOf(Tensor target, Tensor logits)
    {
        var p = logits.sigmoid();
        var intersection = (p * target).sum();
        var union = p.sum().Add(target.sum()) - intersection;
        return (intersection.Add(Epsilon) / union.Add(Epsilon)).log().neg();
    }

    /// <summary>Cross-entropy of distance classes: targets (N,H,W), whole numbers, and logits (N,classes,H,W).</summary>
    public static Tensor DistanceOf(Tensor classes, Tensor logits) => nn.functional.cross_entropy(logits, classes);
}
