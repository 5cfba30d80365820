using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

/// <summary>Which size a video has whose pictures change theirs.</summary>
public sealed class PictureSizesTests
{
    // Times in seconds; the packets end at 10 s.
    [Theory]
    [InlineData("0:80x60 1:160x120 2:320x240", "320x240")]
    [InlineData("0:320x240 9:640x480", "320x240")]
    [InlineData("0:640x480 3:320x240", "640x480")]
    [InlineData("0:320x240 4:240x320", "240x320")]
    [InlineData("5:320x240", "320x240")]
    public void Choose_KeyFrames_GivesTheLargestThatLasts(string frames, string expected)
    {
        var lines = frames.Split(' ').Select(text => text.Split(':', 'x')).Select(f => $"frame|pts={f[0]}000|width={f[1]}|height={f[2]}").Prepend("packet|pts=0").Append("packet|pts=10000");
        Assert.Equal(expected, PictureSizes.Choose(Info, lines) is var (width, height) ? $"{width}x{height}" : null);
    }

    [Fact]
    public void Choose_NoKeyFrame_SaysNothing() => Assert.Null(PictureSizes.Choose(Info, ["packet|pts=0", "", "frame|pts=0|width=N/A|height=N/A"]));

    [Fact]
    public async Task OpenAsync_TurnedVideoThatGrows_TurnsTheSizeToo()
    {
        var folder = Clips.TemporaryFolder();
        string small = Path.Combine(folder, "s.h264"), large = Path.Combine(folder, "l.h264"), both = Path.Combine(folder, "b.h264"), turned = Path.Combine(folder, "turned.mp4");
        Clips.Make("-f", "lavfi", "-i", "testsrc2=s=96x64:r=10:d=0.3", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "0", small);
        Clips.Make("-f", "lavfi", "-i", "testsrc2=s=192x128:r=10:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "0", large);
        File.WriteAllBytes(both, [.. File.ReadAllBytes(small), .. File.ReadAllBytes(large)]);
        // The parameters of both sizes stay in the stream.
        Clips.Make("-r", "10", "-i", both, "-c", "copy", "-tag:v", "avc3", "-metadata:s:v:0", "rotate=90", turned);

        await using var source = await FfmpegFrameSource.OpenAsync(turned);
        var (frames, report) = await Clips.ReadAllAsync(source);

        Assert.Equal((192, 128, 128, 192), (source.Info.CodedWidth, source.Info.CodedHeight, source.Info.Width, source.Info.Height));
        Assert.Equal(23, frames.Count);
        Assert.Contains(report.Notes, note => note.Contains("3 of 64x96", StringComparison.Ordinal));
    }

    private static VideoInfo Info => new() { Path = "none", Format = "matroska,webm", Codec = "vp8", CodedWidth = 1, CodedHeight = 1, Width = 1, Height = 1, TimeBase = new Rational(1, 1000) };
}
