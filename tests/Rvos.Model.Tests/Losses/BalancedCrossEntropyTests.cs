using Rvos.Model.Losses;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Losses;

public class BalancedCrossEntropyTests
{
    [Theory]
    [InlineData("bce_auto", null)]
    [InlineData("bce_w03", 0.3)]
    public void Values_BalancedOrGivenWeight_ValuesAndGradientEqualTheOriginal(string name, double? weight)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Own("losses/rvos_losses");
        // The reference used the first rows of the soft IoU's case.
        var shape = golden.Shape($"{name}/values");
        var target = tensor(golden.F32("siou/target"), golden.Shape("siou/target")).narrow(0, 0, shape[0]);
        var logits = tensor(golden.F32("siou/logits"), golden.Shape("siou/logits")).narrow(0, 0, shape[0]).clone();
        logits.requires_grad = true;
        var values = BalancedCrossEntropy.Values(target, logits, weight);
        values.sum().backward();
        Golden.AssertClose(golden.F32($"{name}/values"), Golden.Values(values), 1e-6 * golden.F32($"{name}/values").Max());
        Golden.AssertClose(golden.F32($"{name}/grad_of_sum"), Golden.Values(logits.grad!), 1e-6);
    }
}
