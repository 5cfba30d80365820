using Rvos.Video.Masks;
using Rvos.Video.Overlays;

namespace Rvos.Video.Tests.Overlays;

public sealed class OverlayBlenderTests
{
    private static readonly byte[] Palette = [0, 0, 0, 200, 100, 0];

    [Fact]
    public void Blend_ObjectOfFiveByFive_OutlinesItAndTintsItsInside()
    {
        var labels = new byte[49];
        for (var y = 1; y < 6; y++) labels.AsSpan((y * 7) + 1, 5).Fill(1);
        var rgb = Enumerable.Repeat((byte)100, 49 * 3).ToArray();
        new OverlayBlender(Palette, 0.5, contours: true).Blend(rgb, new LabelMask(7, 7, labels));

        Assert.Equal([100, 100, 100], Pixel(0, 0));
        Assert.Equal([200, 100, 0], Pixel(1, 1));
        Assert.Equal([200, 100, 0], Pixel(5, 3));
        Assert.Equal([150, 100, 50], Pixel(3, 3));

        byte[] Pixel(int x, int y) => rgb[(((y * 7) + x) * 3)..(((y * 7) + x + 1) * 3)];
    }

    [Theory]
    [InlineData(0.0, 100, 100)]
    [InlineData(1.0, 200, 0)]
    public void Blend_OpacityAtItsEnds_KeepsOrCovers(double opacity, int red, int blue)
    {
        byte[] rgb = [100, 100, 100];
        new OverlayBlender(Palette, opacity, contours: false).Blend(rgb, new LabelMask(1, 1, [1]));
        Assert.Equal((red, blue), (rgb[0], rgb[2]));
    }

    [Fact]
    public void Blend_OtherSize_Throws() =>
        Assert.Throws<ArgumentException>(() => new OverlayBlender(Palette, 0.5, true).Blend(new byte[3], new LabelMask(2, 1, [0, 1])));
}
