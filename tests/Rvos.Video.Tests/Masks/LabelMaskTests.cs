using Rvos.Video.Masks;

namespace Rvos.Video.Tests.Masks;

public sealed class LabelMaskTests
{
    [Theory]
    [InlineData(0, 4, 0)]
    [InlineData(2, 3, 5)]
    [InlineData(-1, -6, 6)]
    [InlineData(65536, 65536, 0)]
    public void Constructor_SizeDoesNotFitTheLabels_IsRefused(int width, int height, int labels) =>
        Assert.Throws<ArgumentException>(() => new LabelMask(width, height, new byte[labels]));

    [Fact]
    public void DavisPalette_FirstEntries_AreThoseOfTheReference()
    {
        (byte, byte, byte)[] reference =
            [(0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128), (128, 0, 128), (0, 128, 128), (128, 128, 128), (64, 0, 0), (191, 0, 0), (64, 128, 0), (191, 128, 0), (64, 0, 128)];
        for (var label = 0; label < reference.Length; label++)
            Assert.Equal(reference[label], (DavisPalette.Rgb[label * 3], DavisPalette.Rgb[label * 3 + 1], DavisPalette.Rgb[label * 3 + 2]));
        Assert.Equal(768, DavisPalette.Rgb.Length);
    }
}
