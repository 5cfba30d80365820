using Rvos.OpenCv.Pictures;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;

namespace Rvos.OpenCv.Tests.Pictures;

/// <summary>JPEG: what ffmpeg reads of it is the picture.</summary>
public sealed class JpegEncoderTests
{
    [Theory]
    [InlineData(160, 120)]
    [InlineData(161, 121)]
    [InlineData(1, 1)]
    public void Encode_Picture_FfmpegReadsNearlyThesePixels(int width, int height)
    {
        var image = Scenes.Truth(width, height, width / 2.0, height / 2.0, height / 3.0) is var disc
            ? new RgbImage(width, height, [.. disc.Labels.SelectMany(l => l != 0 ? new byte[] { 200, 40, 30 } : [30, 90, 160])]) : throw new InvalidOperationException();
        var jpeg = JpegEncoder.Encode(image);
        Assert.Equal(jpeg, JpegEncoder.Encode(image));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, jpeg);
            var read = ImageLoader.LoadRgb(file);
            Assert.Equal((width, height), (read.Width, read.Height));
            Assert.InRange(Enumerable.Range(0, width * height * 3).Average(i => Math.Abs(read.Rgb[i] - image.Rgb[i])), 0, 4);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Encode_BufferLongerThanThePicture_TheSameBytes()
    {
        var image = Scenes.Disc(40, 30, 20, 15, 8);
        Assert.Equal(JpegEncoder.Encode(image), JpegEncoder.Encode(image with { Rgb = [.. image.Rgb, .. new byte[100]] }));
    }

    [Fact]
    public void Encode_SideThatNoJpegHas_IsSaid() =>
        Assert.Contains("65536x1", Assert.Throws<ArgumentException>(() => JpegEncoder.Encode(new RgbImage(65_536, 1, new byte[65_536 * 3]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Encode_QualityOutOfRange_IsRefused(int quality) => Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(Scenes.Flat(4, 4), quality));
}
