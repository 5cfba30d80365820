using Rvos.Model;
using Rvos.Training.Data;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

public class FrameLossTests
{
    private static readonly LossOptions Plain = new();

    [Fact]
    public void Of_LeastArea_SmallObjectsDoNotCountUntilNoneIsLeft()
    {
        using var scope = NewDisposeScope();
        var (target, logits, present) = TwoObjects();
        var (large, small) = (Cost(target, logits, 0), Cost(target, logits, 1));
        Assert.Equal((large + small) / 2, Loss(0), 1e-5f);
        Assert.Equal(large, Loss(5), 1e-5f);
        // As in the original: when no row qualifies, all rows count.
        Assert.Equal((large + small) / 2, Loss(100), 1e-5f);

        float Loss(double least) => FrameLoss.Of(target, logits, present, null, least, Plain).item<float>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Of_AreaWeight_RowsCountByAPowerOfTheirArea(double power)
    {
        using var scope = NewDisposeScope();
        var (target, logits, present) = TwoObjects();
        var (a, b) = (Math.Pow(8, power), Math.Pow(2, power));
        var expected = (Cost(target, logits, 0) * a + Cost(target, logits, 1) * b) / (a + b);
        Assert.Equal(expected, FrameLoss.Of(target, logits, present, null, 0, new LossOptions(AreaWeight: power)).item<float>(), 1e-4);
    }

    [Fact]
    public void Of_IgnoredPixels_NeitherCostNorGradient()
    {
        using var scope = NewDisposeScope();
        var target = zeros([1, 1, 1, 2, 4]);
        target.narrow(4, 0, 2).fill_(1);
        var ignored = zeros([1, 1, 2, 4]);
        ignored.narrow(3, 3, 1).fill_(1);
        var logits = new TorchSharp.Modules.Parameter(full([1, 1, 1, 2, 4], 2.0));
        var all = FrameLoss.Of(target, logits, ones([1, 1]), ignored, 0, new LossOptions(0.3));
        all.backward();
        var gradient = logits.grad!.contiguous().data<float>().ToArray();
        Assert.Equal([0, 0], new[] { gradient[3], gradient[7] });
        Assert.All(new[] { 0, 1, 2, 4, 5, 6 }, i => Assert.NotEqual(0, gradient[i]));
    }

    [Fact]
    public void From_IgnoredLabel_IsNoObjectsAndMarked()
    {
        using var scope = NewDisposeScope();
        var clip = new Clip(1, 1, 4, 1, new byte[12], [0, 1, Clip.Ignored, 1]);
        var batch = ClipBatch.From([clip], CPU, ScalarType.Float32, leastSlots: 3);
        Assert.Equal((3, 1), (batch.Objects, (int)batch.Present.sum().item<float>()));
        Assert.Equal([0, 0, 1, 0], batch.Ignored!.contiguous().data<float>().ToArray());
        Assert.Equal(2, (int)batch.Targets.sum().item<float>());
    }

    private static (Tensor Target, Tensor Logits, Tensor Present) TwoObjects()
    {
        var target = zeros([2, 1, 1, 4, 4]);
        target.select(0, 0).narrow(2, 0, 2).fill_(1);
        target.select(0, 1).narrow(2, 3, 1).narrow(3, 0, 2).fill_(1);
        var logits = full([2, 1, 1, 4, 4], 0.5);
        return (target, logits, ones([2, 1]));
    }

    private static float Cost(Tensor target, Tensor logits, int row)
    {
        using var scope = NewDisposeScope();
        var (y, p) = (target.select(0, row), logits.select(0, row).sigmoid());
        var both = (y * p).sum();
        return (1.0 - both / ((y + p).sum() - both + 1e-6)).item<float>();
    }
}
