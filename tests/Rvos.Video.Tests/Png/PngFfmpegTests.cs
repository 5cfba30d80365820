using System.Buffers.Binary;
using Rvos.Video.Png;
using Rvos.Video.Tests.Decoding;

namespace Rvos.Video.Tests.Png;

/// <summary>Against ffmpeg's PNG codec, which knows nothing of ours.</summary>
public sealed class PngFfmpegTests : IDisposable
{
    private readonly string root = Clips.TemporaryFolder();

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("gray", PngColour.Grey, 8)]
    [InlineData("gray16be", PngColour.Grey, 16)]
    [InlineData("rgb24", PngColour.Rgb, 8)]
    [InlineData("rgb48be", PngColour.Rgb, 16)]
    [InlineData("rgba", PngColour.Rgba, 8)]
    [InlineData("rgba64be", PngColour.Rgba, 16)]
    [InlineData("ya8", PngColour.GreyAlpha, 8)]
    [InlineData("ya16be", PngColour.GreyAlpha, 16)]
    public void Read_FileOfFfmpeg_GivesItsSamples(string format, PngColour colour, int bits)
    {
        var file = Encode(format);
        var image = PngReader.Read(file);
        Assert.Equal((37, 23, colour, bits), (image.Width, image.Height, image.Colour, image.Bits));
        Assert.Equal(Samples(Decode(file, format), bits), image.Samples);
        Assert.True(image.Samples.Distinct().Count() > 16);
    }

    [Theory]
    [InlineData("pal8", PngColour.Palette, 8)]
    [InlineData("monob", PngColour.Grey, 1)]
    public void Read_PackedFileOfFfmpeg_GivesItsColours(string format, PngColour colour, int bits)
    {
        var file = Encode(format);
        var image = PngReader.Read(file);
        Assert.Equal((colour, bits), (image.Colour, image.Bits));
        Assert.Equal(Decode(file, "rgb24"), image.ToRgb());
        Assert.True(image.Samples.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("gray", 0, 8)]
    [InlineData("gray16be", 0, 16)]
    [InlineData("rgb24", 2, 8)]
    [InlineData("rgb48be", 2, 16)]
    [InlineData("rgba", 6, 8)]
    public void Read_InterlacedFile_GivesWhatFfmpegReads(string format, int colour, int bits)
    {
        var random = new Random(bits + colour);
        var samples = new ushort[19 * 13 * (colour switch { 2 => 3, 6 => 4, _ => 1 })];
        for (var i = 0; i < samples.Length; i++) samples[i] = (ushort)random.Next(1 << bits);
        var file = Path.Combine(root, "interlaced.png");
        File.WriteAllBytes(file, TestPng.Build(19, 13, bits, colour, true, samples));
        Assert.Equal(Samples(Decode(file, format), bits), PngReader.Read(file).Samples);
    }

    private string Encode(string format)
    {
        var file = Path.Combine(root, format + ".png");
        Clips.Make("-f", "lavfi", "-i", "testsrc=size=37x23:rate=1", "-frames:v", "1", "-pix_fmt", format, "-pred", "mixed", file);
        return file;
    }

    private byte[] Decode(string file, string format)
    {
        var raw = Path.Combine(root, format + ".raw");
        Clips.Make("-i", file, "-pix_fmt", format, "-f", "rawvideo", raw);
        return File.ReadAllBytes(raw);
    }

    private static ushort[] Samples(byte[] raw, int bits)
    {
        if (bits == 8) return raw.Select(b => (ushort)b).ToArray();
        return raw.Chunk(2).Select(pair => BinaryPrimitives.ReadUInt16BigEndian(pair)).ToArray();
    }
}
