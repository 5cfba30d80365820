using FsCheck;
using FsCheck.Fluent;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Video.Tests.Rle;

/// <summary>The strings of pycocotools are compared in <see cref="RleMaskTests"/>.</summary>
public sealed class RleMergeTests
{
    private static Gen<(LabelMask A, LabelMask B)> Pairs => from width in Gen.Choose(1, 20)
                                                            from height in Gen.Choose(1, 20)
                                                            from a in Gen.Choose(0, 3).ArrayOf(width * height)
                                                            from b in Gen.Choose(0, 3).ArrayOf(width * height)
                                                            select (Mask(width, height, a), Mask(width, height, b));

    [Fact]
    public void UnionAndIntersection_AnyMasks_AreThoseOfThePixels() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        RleMask[] masks = [RleMask.Encode(pair.A, 1), RleMask.Encode(pair.B, 1)];
        var (a, b) = (pair.A.Labels, pair.B.Labels);
        return Text(pair.A, a.Zip(b, (x, y) => x == 1 || y == 1)) == RleMerge.Union(masks).ToCompressedString()
            && Text(pair.A, a.Zip(b, (x, y) => x == 1 && y == 1)) == RleMerge.Intersection(masks).ToCompressedString();
    }).Check(Repeatable.Config);

    [Fact]
    public void Union_NoMaskOrOtherSize_IsRefused()
    {
        Assert.Contains("no masks", Assert.Throws<ArgumentException>(() => RleMerge.Union([])).Message);
        Assert.Contains("2x2 and 4x1", Assert.Throws<ArgumentException>(() => RleMerge.Union([RleMask.FromCounts([4], 2, 2), RleMask.FromCounts([4], 4, 1)])).Message);
    }

    [Fact]
    public void Intersections_AnyFrames_AreThoseOfThePairs() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        byte[] labels = [2, 3, 1];
        var (a, b) = (RleMask.Encode(pair.A, labels), RleMask.Encode(pair.B, labels));
        var (first, second) = (DisjointMasks.TryCreate(a, out _)!, DisjointMasks.TryCreate(b, out _)!);
        var shared = first.Intersections(second);
        return first.Areas.SequenceEqual(a.Select(m => m.Area))
            && Enumerable.Range(0, 9).All(k => shared[k / 3, k % 3] == RleMerge.Intersection([a[k / 3], b[k % 3]]).Area);
    }).Check(Repeatable.Config);

    [Fact]
    public void TryCreate_AnyMasks_FindsAPairThatOverlaps() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        RleMask[] masks = [RleMask.Encode(pair.A, 2), RleMask.Encode(pair.A, 1), RleMask.Encode(pair.B, 3)];
        var overlaps = RleMerge.Union([masks[0], masks[1]]).Iou(masks[2]) > 0;
        var result = DisjointMasks.TryCreate(masks, out var overlap);
        return overlaps ? result is null && overlap.Second == 2 && masks[overlap.First].Iou(masks[2]) > 0 : result is not null;
    }).Check(Repeatable.Config);

    [Fact]
    public void TryCreate_OtherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => DisjointMasks.TryCreate([RleMask.FromCounts([4], 2, 2), RleMask.FromCounts([4], 4, 1)], out _));

    [Fact]
    public void Encode_PictureOf16Bits_EqualsTheCodesOfItsLabels() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        var mask = pair.A;
        var found = RleEncoder.Encode(mask.Labels.Select(l => (ushort)(l * 1000)).ToArray(), mask.Width, mask.Height);
        var labels = mask.Labels.Where(l => l != 0).Distinct().Order().ToArray();
        return found.Select(f => (f.Value, f.Mask.ToCompressedString()))
            .SequenceEqual(labels.Zip(RleMask.Encode(mask, labels), (label, code) => ((ushort)(label * 1000), code.ToCompressedString())));
    }).Check(Repeatable.Config);

    private static LabelMask Mask(int width, int height, int[] labels) => new(width, height, labels.Select(l => (byte)l).ToArray());

    private static string Text(LabelMask size, IEnumerable<bool> pixels) =>
        RleMask.Encode(new LabelMask(size.Width, size.Height, pixels.Select(p => (byte)(p ? 1 : 0)).ToArray()), 1).ToCompressedString();
}
