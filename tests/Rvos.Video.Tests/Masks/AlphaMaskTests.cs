using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Tests.Png;

namespace Rvos.Video.Tests.Masks;

/// <summary>Masks in the alpha channel, as paint programs and web canvases save them.</summary>
public sealed class AlphaMaskTests
{
    private const byte Seen = 255;

    public static TheoryData<string, byte[], byte[]> Pictures() => new()
    {
        { "white, RGBA", Rgba([255, 255, 255, 0], [255, 255, 255, Seen], [255, 255, 255, Seen], [255, 255, 255, 0]), [0, 1, 1, 0] },
        { "black, RGBA", Rgba([0, 0, 0, 0], [0, 0, 0, Seen], [0, 0, 0, 3], [0, 0, 0, 0]), [0, 1, 1, 0] },
        { "a colour that is no label's, nothing where it is not painted", Rgba([0, 0, 0, 0], [255, 20, 30, Seen], [255, 20, 30, 128], [0, 0, 0, 0]), [0, 1, 1, 0] },
        { "white, interlaced RGBA", TestPng.Build(4, 1, 8, 6, true, [255, 255, 255, 0, 255, 255, 255, 9, 255, 255, 255, Seen, 255, 255, 255, 0]), [0, 1, 1, 0] },
        { "labels' colours on a transparent white ground", Rgba([255, 255, 255, 0], [128, 0, 0, Seen], [0, 128, 0, Seen], [255, 255, 255, 0]), [0, 1, 2, 0] },
        { "white, grey with alpha", TestPng.Build(4, 1, 8, 4, false, [255, 0, 255, Seen, 255, 90, 255, 0]), [0, 1, 1, 0] },
        { "black, grey with alpha", TestPng.Build(4, 1, 8, 4, false, [0, 0, 0, Seen, 0, 90, 0, 0]), [0, 1, 1, 0] },
        { "palette of one colour and many alphas", Transparent(3, 8, [0, 1, 2, 0], [9, 9, 9, 9, 9, 9, 9, 9, 9], [0, 120, 255]), [0, 1, 1, 0] },
        { "palette whose second entry is transparent", Transparent(3, 2, [1, 0, 0, 1], [200, 10, 10, 200, 10, 10], [255, 0]), [0, 1, 1, 0] },
        { "grey with one transparent level", Transparent(0, 8, [255, 0, 0, 255], null, [0, 255]), [0, 1, 1, 0] },
        { "RGB with one transparent colour", Transparent(2, 8, [1, 2, 3, 7, 7, 7, 7, 7, 7, 1, 2, 3], null, [0, 1, 0, 2, 0, 3]), [0, 1, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Read_OneColourWhoseAlphaVaries_AlphaIsTheMask(string what, byte[] png, byte[] expected)
    {
        foreach (var values in Enum.GetValues<MaskValues>()) Assert.True(expected.SequenceEqual(LabelMaskReader.Read(png, values).Labels) || values == MaskValues.Binary, $"{what}: {values}");
    }

    [Fact]
    public void Read_GreyLabelsWithFullAlpha_AreTheirLabels() =>
        Assert.Equal([0, 1, 2, 3], LabelMaskReader.Read(TestPng.Build(4, 1, 8, 4, false, [0, Seen, 1, Seen, 2, Seen, 3, Seen])).Labels);

    [Fact]
    public void Read_PaletteWithTransparentBackground_KeepsItsLabels() =>
        Assert.Equal([0, 1, 7, 0], LabelMaskReader.Read(Transparent(3, 8, [0, 1, 7, 0], [.. Enumerable.Range(0, 24).Select(i => (byte)i)], [0])).Labels);

    [Fact]
    public void Read_UnknownColoursAmongTransparentPixels_SaysWhichAndWhere()
    {
        var error = Assert.Throws<PngFormatException>(() => LabelMaskReader.Read(Rgba([1, 1, 1, 0], [255, 20, 30, Seen], [255, 20, 31, Seen], [0, 0, 0, 0])));
        Assert.Contains("#FF141E at column 1, row 0", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Rgba(params byte[][] pixels) => TestPng.Build(pixels.Length, 1, 8, 6, false, [.. pixels.SelectMany(p => p).Select(v => (ushort)v)]);

    // A tRNS chunk before the pixels.
    private static byte[] Transparent(int colour, int bits, ushort[] samples, byte[]? palette, byte[] transparency)
    {
        var png = TestPng.Build(4, 1, bits, colour, false, samples, palette);
        var place = png.AsSpan().IndexOf("IDAT"u8) - 4;
        return [.. png[..place], .. TestPng.Chunk("tRNS", transparency), .. png[place..]];
    }
}
