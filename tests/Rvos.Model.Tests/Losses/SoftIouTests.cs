using Rvos.Model.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Losses;

public class SoftIouTests
{
    [Theory]
    [InlineData("mixed")]
    [InlineData("all")]
    [InlineData("none")]
    public void Loss_RowWeights_ValueAndGradientEqualTheOriginal(string weights)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Own("losses/rvos_losses");
        var target = Load("siou/target");
        var logits = Load("siou/logits");
        logits.requires_grad = true;
        Golden.AssertClose(golden.F32("siou/cost"), Golden.Values(SoftIou.Cost(target, logits)), 1e-6);
        var loss = SoftIou.Loss(target, logits, Load($"siou/sw_{weights}").flatten());
        loss.backward();
        var expected = golden.F32($"siou/loss_{weights}")[0];
        Assert.True(Math.Abs(loss.item<float>() - expected) <= 1e-6 * Math.Abs(expected));
        Golden.AssertClose(golden.F32($"siou/grad_{weights}"), Golden.Values(logits.grad!), 1e-6);

        Tensor Load(string name) => tensor(golden.F32(name), golden.Shape(name));
    }
}
