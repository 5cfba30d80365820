using FsCheck;
using FsCheck.Fluent;
using Rvos.OpenCv.Polygons;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Tests.Polygons;

/// <summary>Outlines of masks.</summary>
public sealed class MaskOutlinesTests
{
    [Fact]
    public void Of_OnePixel_ItsFourCorners()
    {
        var mask = new LabelMask(5, 4, [.. Enumerable.Range(0, 20).Select(i => i == 2 * 5 + 3 ? (byte)7 : (byte)0)]);
        var ring = Assert.Single(new MaskOutlines().Of(mask, 7));
        Assert.Equal([(3.0, 2.0), (3.0, 3.0), (4.0, 2.0), (4.0, 3.0)], Points(ring).Order());
        Assert.Empty(new MaskOutlines().Of(mask, 1));
    }

    [Fact]
    public void Of_Rectangle_ItsFourCorners()
    {
        var ring = Assert.Single(new MaskOutlines().Of(new BoxPrompt(2, 3, 10, 8).ToMask(12, 9, 1), 1));
        Assert.Equal([(2.0, 3.0), (2.0, 8.0), (10.0, 3.0), (10.0, 8.0)], Points(ring).Order());
    }

    [Fact]
    public void Of_PartsAndAHole_AnOutlineForEachPartAndTheHoleIsFilled()
    {
        var labels = new BoxPrompt(1, 1, 9, 9).ToMask(20, 12, 1).Labels;
        for (var y = 3; y < 6; y++) labels.AsSpan(y * 20 + 3, 3).Clear();
        for (var y = 2; y < 4; y++) labels.AsSpan(y * 20 + 14, 2).Fill(1);
        var rings = new MaskOutlines().Of(new LabelMask(20, 12, labels), 1);
        Assert.Equal(2, rings.Count);
        Assert.Equal(8 * 8 + 2 * 2, Painted(rings, 20, 12).Count(l => l != 0));
    }

    [Fact]
    public void Of_AnyMaskExactly_FilledEvenOddItIsTheMask() =>
        Prop.ForAll(Masks().ToArbitrary(), mask =>
        {
            var rings = new MaskOutlines(0).WithHoles(mask, 1);
            if (rings.Count == 0) return !mask.Labels.Contains((byte)1);
            return EvenOdd([.. rings.Select(ring => (IReadOnlyList<double>)[.. ring.SelectMany(p => new double[] { p.X, p.Y })])], mask.Width, mask.Height).AsSpan().SequenceEqual([.. mask.Labels.Select(l => l == 1 ? l : (byte)0)]);
        }).Check(Repeatable.Config);

    [Fact]
    public void Of_AnyMaskSimplified_PolygonsWithinTheFrame() =>
        Prop.ForAll(Masks().ToArbitrary(), mask => new MaskOutlines().Of(mask, 1).All(ring =>
            ring.Count >= 6 && ring.Count % 2 == 0 && Points(ring).All(p => p.X >= 0 && p.X <= mask.Width && p.Y >= 0 && p.Y <= mask.Height))).Check(Repeatable.Config);

    [Fact]
    public void Of_Disc_FewPointsAndNearlyTheDisc()
    {
        var disc = Scenes.Truth(200, 200, 100, 100, 80);
        var rings = new MaskOutlines().Of(disc, 1);
        Assert.InRange(Assert.Single(rings).Count / 2, 8, 60);
        Assert.InRange(Scenes.Overlap(disc, new LabelMask(200, 200, Painted(rings, 200, 200))), 0.98, 1);
    }

    // A pixel is inside when an odd number of rings has it.
    private static byte[] EvenOdd(IReadOnlyList<IReadOnlyList<double>> rings, int width, int height)
    {
        var labels = new byte[width * height];
        foreach (var ring in rings)
        {
            var inside = Painted([ring], width, height);
            for (var i = 0; i < labels.Length; i++) labels[i] ^= inside[i];
        }

        return labels;
    }

    private static byte[] Painted(IReadOnlyList<IReadOnlyList<double>> rings, int width, int height) =>
        new PolygonPrompt([.. rings.Select(ring => (IReadOnlyList<(double, double)>)[.. Points(ring)])]).ToMask(width, height, 1).Labels;

    private static IEnumerable<(double X, double Y)> Points(IReadOnlyList<double> ring) => ring.Chunk(2).Select(p => (p[0], p[1]));

    private static Gen<LabelMask> Masks() =>
        from width in Gen.Choose(1, 12)
        from height in Gen.Choose(1, 12)
        from labels in Gen.Choose(0, 2).ListOf(width * height)
        select new LabelMask(width, height, [.. labels.Select(l => (byte)l)]);
}
