using FsCheck;
using FsCheck.Fluent;
using Rvos.Evaluation.Regions;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.Regions;

public sealed class BitMaskTests
{
    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 }, new byte[] { 0, 0, 0, 0 }, 1.0)]
    [InlineData(new byte[] { 1, 0, 0, 0 }, new byte[] { 0, 0, 0, 0 }, 0.0)]
    [InlineData(new byte[] { 0, 0, 0, 0 }, new byte[] { 1, 0, 0, 0 }, 0.0)]
    [InlineData(new byte[] { 1, 1, 0, 2 }, new byte[] { 1, 0, 1, 2 }, 1 / 3.0)]
    [InlineData(new byte[] { 1, 1, 1, 1 }, new byte[] { 2, 1, 1, 1 }, 3 / 4.0)]
    public void Overlap_SmallMasks_IsIntersectionOverUnion(byte[] truth, byte[] prediction, double expected) =>
        Assert.Equal(expected, BitMask.Of(new LabelMask(2, 2, truth), 1).Overlap(BitMask.Of(new LabelMask(2, 2, prediction), 1)).J);

    [Fact]
    public void Overlap_VoidPixels_DoNotCount()
    {
        var isVoid = BitMask.Of(new LabelMask(3, 1, [0, 0, 255]), 255);
        var (truth, prediction) = (BitMask.Of(new LabelMask(3, 1, [1, 1, 0]), 1, isVoid), BitMask.Of(new LabelMask(3, 1, [1, 0, 1]), 1, isVoid));
        Assert.Equal(new RegionOverlap(1, 2), truth.Overlap(prediction));
    }

    [Fact]
    public void Overlap_OtherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => BitMask.Of(new LabelMask(2, 1, [0, 0]), 1).Overlap(BitMask.Of(new LabelMask(1, 2, [0, 0]), 1)));

    [Fact]
    public void Overlap_AnyMasksOfAnyWidth_CountsPixels()
    {
        Prop.ForAll(Masks.Pairs(4).ToArbitrary(), pair => Enumerable.Range(1, 4).All(label =>
        {
            var (t, p) = (pair.Truth.Labels.Select(l => l == label), pair.Prediction.Labels.Select(l => l == label));
            var expected = new RegionOverlap(t.Zip(p).Count(x => x.First && x.Second), t.Zip(p).Count(x => x.First || x.Second));
            var (truth, prediction) = (BitMask.Of(pair.Truth, (byte)label), BitMask.Of(pair.Prediction, (byte)label));
            return truth.Overlap(prediction) == expected && prediction.Overlap(truth) == expected && truth.Count() == t.Count(x => x);
        })).Check(Config.QuickThrowOnFailure.WithReplay(20_190_616, 7));
    }
}
