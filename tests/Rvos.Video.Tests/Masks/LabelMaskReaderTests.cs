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
    public void From_BlackAndWhite_IsOneObjectUnlessLabelsAreMeant(MaskValues values, byte[] expected) =>
        Assert.Equal(expected, LabelMaskReader.From(Grey([0, 255, 255]), values).Labels);

    [Theory]
    [InlineData(MaskValues.Auto, new byte[] { 0, 2, 0 })]
    [InlineData(MaskValues.Binary, new byte[] { 0, 1, 1 })]
    [InlineData(MaskValues.Labels, new byte[] { 0, 2, 0 })]
    public void From_LabelsAndVoid_VoidIsBackgroundUnlessBinaryIsMeant(MaskValues values, byte[] expected) =>
        Assert.Equal(expected, LabelMaskReader.From(Grey([0, 2, 255]), values).Labels);

    [Fact]
    public void From_OneBit_IsOneObject() =>
        Assert.Equal([1, 0, 1], LabelMaskReader.From(PngReader.Read(TestPng.Build(3, 1, 1, 0, false, [1, 0, 1]))).Labels);

    [Fact]
    public void From_DavisColours_GivesTheirLabels()
    {
        var labels = Enumerable.Range(0, 255).Where(l => l != 128).Select(l => (byte)l).ToArray(); // grey 128 is label 7's colour
        var rgb = labels.SelectMany(l => DavisPalette.Rgb.Slice(l * 3, 3).ToArray()).ToArray();
        Assert.Equal(labels, LabelMaskReader.From(PngReader.Read(PngWriter.EncodeRgb(labels.Length, 1, rgb))).Labels);
    }

    [Fact]
    public void From_VocColour_GivesItsLabel() =>
        Assert.Equal([9], LabelMaskReader.From(PngReader.Read(PngWriter.EncodeRgb(1, 1, [192, 0, 0]))).Labels);

    [Fact]
    public void From_UnknownColour_NamesItAndItsPlace()
    {
        var rgb = new byte[2 * 2 * 3];
        rgb[^1] = 5;
        var error = Assert.Throws<PngFormatException>(() => LabelMaskReader.From(PngReader.Read(PngWriter.EncodeRgb(2, 2, rgb))));
        Assert.Contains("#000005 at column 1, row 1", error.Message);
    }

    [Fact]
    public void From_SixteenBits_IsRefused() =>
        Assert.Contains("16 bits", Assert.Throws<PngFormatException>(() => LabelMaskReader.From(PngReader.Read(PngWriter.EncodeGrey16(1, 1, [7])))).Message);

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

    private static PngImage Grey(byte[] values) => PngReader.Read(PngWriter.EncodeGrey(values.Length, 1, values));
}
