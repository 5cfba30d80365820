using FsCheck;
using FsCheck.Fluent;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Video.Tests.Png;

public sealed class PngWriterTests
{
    [Fact]
    public void Encode_AnyMask_ReadsBackWithTheDavisPalette()
    {
        var masks = from width in Gen.Choose(1, 70)
                    from height in Gen.Choose(1, 40)
                    from labels in Gen.Choose(0, 255).Select(v => (byte)v).ArrayOf(width * height)
                    select new LabelMask(width, height, labels);
        Prop.ForAll(masks.ToArbitrary(), mask =>
        {
            var image = PngReader.Read(PngWriter.Encode(mask));
            return image.Colour == PngColour.Palette && (image.Width, image.Height) == (mask.Width, mask.Height)
                && image.Samples.Select(s => (byte)s).SequenceEqual(mask.Labels) && DavisPalette.Rgb.SequenceEqual(image.Palette);
        }).Check(Repeatable.Config);
    }

    [Fact]
    public void EncodeGrey16_AnyValues_ReadBack()
    {
        var values = Enumerable.Range(0, 12 * 7).Select(i => (ushort)(i * 791)).ToArray();
        var image = PngReader.Read(PngWriter.EncodeGrey16(12, 7, values));
        Assert.Equal((PngColour.Grey, 16), (image.Colour, image.Bits));
        Assert.Equal(values, image.Samples);
    }

    [Fact]
    public void EncodeRgbAndGrey_AnyValues_ReadBack()
    {
        var bytes = new byte[9 * 5 * 3];
        new Random(3).NextBytes(bytes);
        Assert.Equal(bytes, PngReader.Read(PngWriter.EncodeRgb(9, 5, bytes)).ToRgb());
        Assert.Equal(bytes.Select(b => (ushort)b), PngReader.Read(PngWriter.EncodeGrey(27, 5, bytes)).Samples);
    }

    [Fact]
    public void Encode_Chunks_CarryChecksumsOfTheStandard()
    {
        var png = PngWriter.Encode(new LabelMask(3, 2, [0, 1, 2, 3, 4, 5]));
        Assert.Equal(TestPng.Chunk("IHDR", [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]), png[8..33]);
        Assert.Equal(TestPng.Chunk("IEND", []), png[^12..]);
    }

    [Fact]
    public void EncodeRgb_WrongNumberOfBytes_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PngWriter.EncodeRgb(3, 2, new byte[17]));
}
