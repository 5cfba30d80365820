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
    public void Of_BoundaryWeight_MistakesBesideAnObjectCostMoreThanThoseFarFromIt()
    {
        using var scope = NewDisposeScope();
        var target = zeros([1, 1, 1, 8, 32]);
        target.narrow(4, 0, 8).fill_(1);
        float Cost(long column, double weight)
        {
            var logits = target * 12 - 6;
            logits.narrow(4, column, 1).fill_(4);
            return (FrameLoss.Of(target, logits, ones([1, 1]), null, 0, new LossOptions(1, BoundaryWeight: weight)) - FrameLoss.Of(target, logits, ones([1, 1]), null, 0, new LossOptions(0))).item<float>();
        }

        Assert.Equal(Cost(9, 0), Cost(25, 0), 1e-5f);
        // Four of 32 columns are beside the boundary: those count (1 + 3) / (1 + 3 * 4 / 32) times as much, the others less.
        Assert.Equal(4 / 1.375 * Cost(9, 0), Cost(9, 3), 0.02);
        Assert.Equal(1 / 1.375 * Cost(25, 0), Cost(25, 3), 0.02);
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(6)]
    public void Of_SlotWithoutALabelledObject_WhateverItShowsCostsNothing(double shown)
    {
        using var scope = NewDisposeScope();
        // Photographs in which not every object is masked: what a second slot finds there may be one of the others.
        var target = zeros([2, 1, 1, 4, 8]);
        target.select(0, 0).narrow(3, 0, 2).fill_(1);
        var logits = zeros([2, 1, 1, 4, 8]);
        var expected = FrameLoss.Of(target, logits, tensor(new float[] { 1, 0 }, [2, 1]), null, 0, new LossOptions(0.3)).item<float>();
        logits.select(0, 1).narrow(3, 4, 3).fill_(shown);
        Assert.Equal(expected, FrameLoss.Of(target, logits, tensor(new float[] { 1, 0 }, [2, 1]), null, 0, new LossOptions(0.3)).item<float>(), 1e-6f);
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
