using Rvos.Model.S2S;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.S2S;

public class S2sLossTests
{
    private static readonly long[] Plane = [2, 1, 24, 40], Classes = [2, 42, 24, 40];

    [Theory]
    [InlineData("jaccard")]
    [InlineData("balanced_bce")]
    [InlineData("jaccard_empty_target")]
    [InlineData("balanced_bce_empty_target")]
    public void MaskLosses_ReferenceLogits_LossAndGradientEqualTheReference(string name)
    {
        using var scope = NewDisposeScope();
        var golden = S2sGolden.Open("s2s_losses");
        var target = name.EndsWith("empty_target", StringComparison.Ordinal) ? zeros(Plane) : tensor(golden.F32("mask"), Plane);
        var logits = Leaf(golden.F32("mask_logits"), Plane);
        var loss = name.StartsWith("jaccard", StringComparison.Ordinal) ? S2sLoss.JaccardOf(target, logits) : S2sLoss.BalancedOf(target, logits);
        loss.backward();
        AssertRelative(golden.F32(name + "/loss")[0], loss);
        Golden.AssertClose(golden.F32(name + "/grad0"), Golden.Values(logits.grad!), 1e-6);
    }

    [Fact]
    public void DistanceOf_ReferenceLogits_LossAndGradientEqualTheReference()
    {
        using var scope = NewDisposeScope();
        var golden = S2sGolden.Open("s2s_losses");
        var logits = Leaf(golden.F32("dist_logits"), Classes);
        var loss = S2sLoss.DistanceOf(Targets(golden.U8("dist_class")), logits);
        loss.backward();
        AssertRelative(golden.F32("dist_ce/loss")[0], loss);
        Golden.AssertClose(golden.F32("dist_ce/grad0"), Golden.Values(logits.grad!), 1e-6);
    }

    [Fact]
    public void Of_WeightsOfTheAuthorsCode_LossAndGradientsEqualTheReference()
    {
        using var scope = NewDisposeScope();
        var golden = S2sGolden.Open("s2s_losses");
        var (mask, distances) = (Leaf(golden.F32("mask_logits"), Plane), Leaf(golden.F32("dist_logits"), Classes));
        var loss = new S2sLoss().Of(tensor(golden.F32("mask"), Plane), Targets(golden.U8("dist_class")), new S2sStep(mask, distances, new S2sState([], [])));
        loss.backward();
        AssertRelative(golden.F32("total/loss")[0], loss);
        Golden.AssertClose(golden.F32("total/grad0"), Golden.Values(mask.grad!), 1e-6);
        Golden.AssertClose(golden.F32("total/grad1"), Golden.Values(distances.grad!), 1e-6);
    }

    [Fact]
    public void Of_WeightsOfThePaper_IsBalancedPlusLambdaTimesDistance()
    {
        using var scope = NewDisposeScope();
        var golden = S2sGolden.Open("s2s_losses");
        var step = new S2sStep(tensor(golden.F32("mask_logits"), Plane), tensor(golden.F32("dist_logits"), Classes), new S2sState([], []));
        var loss = new S2sLoss(Balanced: 1, Distance: 0.5, Jaccard: 0).Of(tensor(golden.F32("mask"), Plane), Targets(golden.U8("dist_class")), step);
        AssertRelative(golden.F32("balanced_bce/loss")[0] + 0.5f * golden.F32("dist_ce/loss")[0], loss);
    }

    private static Tensor Targets(byte[] classes) => tensor(classes, [2, 24, 40]).to_type(ScalarType.Int64);

    private static Tensor Leaf(float[] values, long[] shape)
    {
        var leaf = tensor(values, shape);
        leaf.requires_grad = true;
        return leaf;
    }

    private static void AssertRelative(double expected, Tensor loss) => Assert.InRange(loss.detach().item<float>(), expected * (1 - 1e-5) - 1e-30, expected * (1 + 1e-5) + 1e-30);
}
