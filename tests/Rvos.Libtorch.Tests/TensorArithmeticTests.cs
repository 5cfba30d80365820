using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Libtorch.Tests;

public sealed class TensorArithmeticTests
{
    private const int Rounds = 30_000;

    [Fact]
    public async Task Operators_WhileFinalizersRun_ReadTheNumbersTheyWereGiven()
    {
        using var end = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        using var ones = torch.ones(8);
        for (var i = 0; i < Rounds; i++)
        {
            using var scope = NewDisposeScope();
            Assert.Equal(3.5f, ones.Add(ones).Add(1.5)[0].item<float>());
            Assert.Equal(1.25f, ones.Multiply(0.5).Divide(0.25).SubtractFrom(3.25)[0].item<float>());
            Assert.Equal(2.5f, ones.clone().AddInPlace(ones, 0.5).AddInPlace(1)[0].item<float>());
        }

        await end.CancelAsync();
        await collector;
    }

    [Fact]
    public void Operators_OnNumbers_GiveWhatLibtorchDoes()
    {
        using var scope = NewDisposeScope();
        var values = tensor(new float[] { -2, 0.5f, 3 });
        Assert.Equal([-1f, 0.5f, 1f], values.Clamp(-1, 1).data<float>().ToArray());
        Assert.Equal([4f, 0.25f, 9f], values.Pow(2).data<float>().ToArray());
        Assert.Equal([false, false, true], values.GreaterThan(0.5).data<bool>().ToArray());
        Assert.Equal([false, true, true], values.GreaterOrEqual(0.5).data<bool>().ToArray());
        Assert.Equal([-2f, 7f, 7f], values.MaskedFill(values.GreaterThan(0), 7).data<float>().ToArray());
        Assert.Equal([-6f, 1.5f, 9f], values.clone().MultiplyInPlace(6).DivideInPlace(2).data<float>().ToArray());
        Assert.Equal([6f, 1f, 21f], values.clone().AddProductInPlace(values, values, 2).data<float>().ToArray());
        Assert.Equal([0f, 2.5f, 5f], values.clone().AddQuotientInPlace(values, values, 2).data<float>().ToArray());
        Assert.Equal([-4f, 1f, 6f], values.clone().AddInPlace(values).data<float>().ToArray());
    }
}
