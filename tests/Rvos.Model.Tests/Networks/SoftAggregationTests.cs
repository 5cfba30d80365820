using Rvos.Model.Networks;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Networks;

public class SoftAggregationTests
{
    [Fact]
    public void Apply_ObjectsThatClaimTheSamePixel_ShareItOut()
    {
        float[][] masks = [[0.9f, 0.9f, 0.1f, 1], [0.9f, 0.1f, 0.1f, 0]];
        SoftAggregation.Apply(masks);
        Assert.Equal(9 / 19.0, masks[0][0], 1e-5);
        Assert.Equal(9 / 19.0, masks[1][0], 1e-5);
        Assert.True(masks[0][1] > 0.85);
        Assert.True(masks[1][1] < 0.05);
        Assert.Equal(1, masks[0][3], 1e-5);
        for (var i = 0; i < 4; i++) Assert.True(masks[0][i] + masks[1][i] <= 1.00001);
    }

    [Fact]
    public void Apply_OneObject_KeepsItsMask()
    {
        float[][] masks = [[0.3f, 0.7f, 0, 1]];
        SoftAggregation.Apply(masks);
        Assert.Equal([0.3f, 0.7f, 0, 1], masks[0]);
    }

    [Fact]
    public void Logits_PresentObjects_AreThoseOfApply()
    {
        using var scope = NewDisposeScope();
        float[][] masks = [[0.9f, 0.4f, 0.02f], [0.8f, 0.1f, 0.97f], [0.5f, 0.5f, 0.5f]];
        var logits = tensor(masks.SelectMany(m => m.Select(p => MathF.Log(p / (1 - p)))).ToArray(), [3, 1, 1, 1, 3]);
        var shared = Golden.Values(SoftAggregation.Logits(logits, tensor([1f, 1f, 0f], [3, 1, 1, 1, 1])).sigmoid());
        SoftAggregation.Apply(masks[..2]);
        // The third is absent: it takes nothing from the others.
        for (var i = 0; i < 6; i++) Assert.Equal(masks[i / 3][i % 3], shared[i], 1e-5);
    }

    [Theory]
    [InlineData(25, 17)]
    [InlineData(11, 6)]
    [InlineData(-25, 14)]
    public void Logits_SaturatedMasks_AreThoseOfApply(float one, float other)
    {
        using var scope = NewDisposeScope();
        var logits = tensor([one, other], [2, 1, 1, 1, 1]);
        float[][] masks = [[Probability(one)], [Probability(other)]];
        SoftAggregation.Apply(masks);
        var shared = Golden.Values(SoftAggregation.Logits(logits, tensor([1f, 1f], [2, 1, 1, 1, 1])).sigmoid());
        for (var i = 0; i < 2; i++) Assert.Equal(masks[i][0], shared[i], 2e-2);

        static float Probability(float logit) => 1 / (1 + MathF.Exp(-logit));
    }
}
