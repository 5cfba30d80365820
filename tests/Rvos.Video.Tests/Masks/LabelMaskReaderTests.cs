using Rvos.Testing;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Tests.Png;

namespace Rvos.Video.Tests.Masks;

public sealed class LabelMaskReaderTests
{
    [Theory]
    [InlineData(MaskValues.Auto, new byte[] { 0, 1, 1 })]
    [InlineData(MaskValues.Binary, new byte[] { 0, 1, 1 })]
    [InlineData(MaskValues.Labels, new byte[] { 0, 0, 0 })]
    public void Read_BlackAndWhite_IsOneObjectUnlessLabelsAreMeant(MaskValues values, byte[] expected) =>
        Assert.Equal(expected, LabelMaskReader.Read(Grey([0, 255, 255]), values).Labels);

    [Theory]
    [InlineData(MaskValues.Auto, new byte[] { 0, 2, 0 })]
    [InlineData(MaskValues.Binary, new byte[] { 0, 1, 1 })]
    [InlineData(MaskValues.Labels, new byte[] { 0, 2, 0 })]
    public void Read_LabelsAndVoid_VoidIsBackgroundUnlessBinaryIsMeant(MaskValues values, byte[] expected) =>
        Assert.Equal(expected, LabelMaskReader.Read(Grey([0, 2, 255]), values).Labels);

    [Fact]
    public void Read_OneBit_IsOneObject() =>
        Assert.Equal([1, 0, 1], LabelMaskReader.Read(TestPng.Build(3, 1, 1, 0, false, [1, 0, 1])).Labels);

    [Fact]
    public void Read_DavisColours_GivesTheirLabels()
    {
        var labels = Enumerable.Range(0, 255).Where(l => l != 128).Select(l => (byte)l).ToArray(); // grey 128 is label 7's colour
        var rgb = labels.SelectMany(l => DavisPalette.Rgb.Slice(l * 3, 3).ToArray()).ToArray();
        Assert.Equal(labels, LabelMaskReader.Read(PngWriter.EncodeRgb(labels.Length, 1, rgb)).Labels);
    }

    [Fact]
    public void Read_VocColour_GivesItsLabel() =>
        Assert.Equal([9], LabelMaskReader.Read(PngWriter.EncodeRgb(1, 1, [192, 0, 0])).Labels);

    [Fact]
    public void Read_UnknownColour_NamesItAndItsPlace()
    {
        var rgb = new byte[2 * 2 * 3];
        rgb[^1] = 5;
        var error = Assert.Throws<PngFormatException>(() => LabelMaskReader.Read(PngWriter.EncodeRgb(2, 2, rgb)));
        Assert.Contains("#000005 at column 1, row 1", error.Message);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(2, 16)]
    [InlineData(4, 16)]
    [InlineData(6, 16)]
    public void Read_FormatThatMasksDoNotHave_IsRefusedByTheHeader(int colour, int bits)
    {
        // 28 MB of pixels, were they unpacked, and data that are none.
        var png = TestPng.File(1920, 1920, bits, colour, 0, TestPng.Compress(new byte[30_000_000]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"{bits} bits", Assert.Throws<PngFormatException>(() => LabelMaskReader.Read(png)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Read_FormatOfMasks_TakesAByteForEachPixel(int colour)
    {
        const int Side = 2048;
        var rowBytes = Side * (colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });
        var png = TestPng.File(Side, Side, 8, colour, 0, TestPng.Compress(new byte[(rowBytes + 1) * Side]), colour == 3 ? [0, 0, 0] : null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Side * Side, LabelMaskReader.Read(png).Labels.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Side * Side, Side * Side + 400_000);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(6, true)]
    public void Read_ColoursInRowsOrPasses_AreTheirLabels(int colour, bool isInterlaced)
    {
        const int Width = 13, Height = 9;
        var labels = Enumerable.Range(0, Width * Height).Select(i => (byte)(i % 100)).ToArray();
        var samples = labels.SelectMany(label => DavisPalette.Rgb.Slice(label * 3, 3).ToArray().Select(v => (ushort)v).Concat(colour == 6 ? [(ushort)7] : [])).ToArray();
        Assert.Equal(labels, LabelMaskReader.Read(TestPng.Build(Width, Height, 8, colour, isInterlaced, samples)).Labels);
    }

    [Fact]
    public void Read_ReferenceSubmission_HasThePaletteThatIsWritten()
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        foreach (var file in Directory.GetFiles(SharedData.PathOf("golden", "e2e", "youtube_one_submission"), "*.png", SearchOption.AllDirectories))
        {
            var palette = PngReader.Read(file).Palette;
            Assert.Equal(palette, DavisPalette.Rgb[..palette.Length].ToArray());
        }
    }

    private static byte[] Grey(byte[] values) => PngWriter.EncodeGrey(values.Length, 1, values);
}
