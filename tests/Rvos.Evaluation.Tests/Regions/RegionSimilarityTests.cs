using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rvos.Evaluation.Regions;
using Rvos.Testing;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.Regions;

public sealed class RegionSimilarityTests
{
    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 }, new byte[] { 0, 0, 0, 0 }, 1.0)]
    [InlineData(new byte[] { 1, 0, 0, 0 }, new byte[] { 0, 0, 0, 0 }, 0.0)]
    [InlineData(new byte[] { 0, 0, 0, 0 }, new byte[] { 1, 0, 0, 0 }, 0.0)]
    [InlineData(new byte[] { 1, 1, 0, 2 }, new byte[] { 1, 0, 1, 2 }, 1 / 3.0)]
    [InlineData(new byte[] { 1, 1, 1, 1 }, new byte[] { 2, 1, 1, 1 }, 3 / 4.0)]
    public void Compare_SmallMasks_IsIntersectionOverUnion(byte[] truth, byte[] prediction, double expected) =>
        Assert.Equal(expected, RegionSimilarity.Compare(new LabelMask(2, 2, truth), new LabelMask(2, 2, prediction), 1).J);

    [Fact]
    public void Compare_VoidPixels_DoNotCount()
    {
        var (truth, prediction) = (new LabelMask(3, 1, [1, 1, 0]), new LabelMask(3, 1, [1, 0, 1]));
        Assert.Equal(new RegionOverlap(1, 2), RegionSimilarity.Compare(truth, prediction, 1, new LabelMask(3, 1, [0, 0, 255])));
        Assert.Equal(1, RegionSimilarity.Compare(truth, prediction, 1, new LabelMask(3, 1, [1, 1, 1])).J);
    }

    [Fact]
    public void Compare_OtherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => RegionSimilarity.Compare(new LabelMask(2, 1, [0, 0]), new LabelMask(1, 2, [0, 0]), 1));

    [Fact]
    public void CompareAll_AnyMasks_IsEachObjectAloneAndSymmetric()
    {
        var masks = Gen.Choose(0, 4).Select(v => (byte)v).ArrayOf(30).Select(l => new LabelMask(6, 5, l));
        var pairs = from truth in masks from prediction in masks select (truth, prediction);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var all = RegionSimilarity.CompareAll(pair.truth, pair.prediction, 4);
            return all.Length == 4 && Enumerable.Range(0, 4).All(i =>
            {
                var (t, p) = (pair.truth.Labels.Select(l => l == i + 1), pair.prediction.Labels.Select(l => l == i + 1));
                var expected = new RegionOverlap(t.Zip(p).Count(x => x.First && x.Second), t.Zip(p).Count(x => x.First || x.Second));
                return all[i] == expected && RegionSimilarity.Compare(pair.prediction, pair.truth, (byte)(i + 1)) == expected;
            });
        }).Check(Config.QuickThrowOnFailure.WithReplay(20_190_616, 7));
    }

    [Fact]
    public void Compare_DrawnReferenceFrames_IsEqualBitForBit()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Evaluation.Tests", "Data", "frames");
        Assert.Equal(33, CompareFrames(Path.Combine(folder, "cases.json"), folder));
    }

    [SkippableFact]
    public void Compare_ReferenceFrames_IsEqualBitForBit()
    {
        Skip.IfNot(SharedData.IsThere, "no shared data beside the repository");
        var folder = SharedData.PathOf("metrics-golden", "davis", "edge");
        Assert.Equal(103, CompareFrames(Path.Combine(folder, "frame_cases.json"), Path.Combine(folder, "frames")));
    }

    private static int CompareFrames(string list, string folder)
    {
        var cases = JsonDocument.Parse(File.ReadAllText(list)).RootElement.GetProperty("cases").EnumerateObject().ToArray();
        foreach (var item in cases)
        {
            LabelMask Read(string kind) => LabelMaskReader.Read(Path.Combine(folder, $"{item.Name}.{kind}.png"), MaskValues.Binary);
            var isVoid = item.Value.GetProperty("has_void").GetBoolean() ? Read("void") : null;
            var overlap = RegionSimilarity.Compare(Read("gt"), Read("pred"), 1, isVoid);
            Assert.Equal((item.Name, item.Value.GetProperty("J").GetDouble()), (item.Name, overlap.J));
            Assert.Equal((item.Name, item.Value.GetProperty("intersection").GetInt64(), item.Value.GetProperty("union").GetInt64()), (item.Name, overlap.Intersection, overlap.Union));
        }

        return cases.Length;
    }
}
