using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Masks;
using Rvos.Video.Overlays;
using Rvos.Video.Tests.Decoding;

namespace Rvos.Video.Tests.Overlays;

public sealed class OverlayVideoWriterTests
{
    private static readonly byte[] Palette = [0, 0, 0, 255, 0, 0];

    [Theory]
    [InlineData("h264_vfr.mp4", 480, 270)]
    [InlineData("h264.ts", 480, 270)]
    [InlineData("anim.gif", 160, 90)]
    [InlineData("h264_odd_321x181_yuv444.mp4", 322, 182)]
    [InlineData("bad_truncated_half.webm", 480, 270)]
    public async Task CompleteAsync_AnySource_KeepsEveryTimestamp(string name, int width, int height)
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "overlay.mp4");
        var tick = await WriteAsync(Clips.Path(name), path);

        Assert.Equal($"{width},{height}", Clips.ProbeStream(path, "width,height"));
        var (expected, actual) = (Clips.ProbeTimes(Clips.Path(name)), Clips.ProbeTimes(path));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Math.Min(tick, 1e-4)));
        Assert.False(File.Exists(path + ".part"));
    }

    [Theory]
    [InlineData("aac", "aac")]
    [InlineData("flac", "aac")]
    public async Task CompleteAsync_SourceWithAudio_KeepsIt(string stored, string written)
    {
        var folder = Clips.TemporaryFolder();
        string source = Path.Combine(folder, "source.mkv"), path = Path.Combine(folder, "overlay.mp4");
        Clips.Make("-i", Clips.Path("h264.mp4"), "-f", "lavfi", "-i", "sine=d=2", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", stored, source);
        await WriteAsync(source, path);
        Assert.Equal(written, Clips.ProbeStream(path, "codec_name", "a:0"));
        Assert.InRange(double.Parse(Clips.ProbeStream(path, "duration", "a:0")), 1.9, 2.2);
        Assert.Equal(60, Clips.ProbeTimes(path).Length);
    }

    [Fact]
    public async Task CompleteAsync_StartBeforeZero_MovesTheStartToZero()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "overlay.mp4");
        var info = Info(32, 32) with { StartPts = -2 };
        await using var writer = OverlayVideoWriter.Create(path, info, Palette);
        for (var i = 0; i < 4; i++)
            await writer.AddAsync(new VideoFrame(i, (i * i) - 2, info.TimeBase, 32, 32, new byte[32 * 32 * 3]), new LabelMask(32, 32, new byte[1024]));
        await writer.CompleteAsync();
        Assert.Equal([0, 0.04, 0.16, 0.36], Clips.ProbeTimes(path));
    }

    [Fact]
    public async Task CompleteAsync_MaskedPixels_AreInTheObjectsColour()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "overlay.mp4");
        var info = Info(32, 32);
        await using (var writer = OverlayVideoWriter.Create(path, info, Palette, OverlayOptions.Default with { Opacity = 1 }))
        {
            await writer.AddAsync(
                new VideoFrame(0, 0, info.TimeBase, 32, 32, new byte[32 * 32 * 3]), new LabelMask(32, 32, Enumerable.Repeat((byte)1, 1024).ToArray()));
            await writer.CompleteAsync();
        }
        await using var source = await FfmpegFrameSource.OpenAsync(path);
        var rgb = Assert.Single((await Clips.ReadAllAsync(source)).Frames).Rgb;
        Assert.InRange(rgb[(16 * 32 + 16) * 3], 245, 255);
        Assert.InRange(rgb[(16 * 32 + 16) * 3 + 1], 0, 10);
    }

    [Fact]
    public async Task AddAsync_EncoderFails_SaysWhyInOneLine()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "overlay.mp4");
        var info = Info(640, 480);
        await using var writer = OverlayVideoWriter.Create(path, info, Palette, OverlayOptions.Default with { Preset = "no-such-preset" });
        var error = await Assert.ThrowsAsync<VideoEncodingException>(async () =>
        {
            for (var i = 0; i < 100; i++)
                await writer.AddAsync(
                    new VideoFrame(i, i, info.TimeBase, 640, 480, new byte[640 * 480 * 3]), new LabelMask(640, 480, new byte[640 * 480]));
        });
        Assert.Contains("overlay.mp4", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task DisposeAsync_WithoutComplete_LeavesNothing()
    {
        var folder = Clips.TemporaryFolder();
        var info = Info(32, 32);
        await using (var writer = OverlayVideoWriter.Create(Path.Combine(folder, "overlay.mp4"), info, Palette))
            await writer.AddAsync(new VideoFrame(0, 0, info.TimeBase, 32, 32, new byte[32 * 32 * 3]), new LabelMask(32, 32, new byte[1024]));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task AddAsync_TimeGoesBack_Throws()
    {
        var info = Info(32, 32);
        await using var writer = OverlayVideoWriter.Create(Path.Combine(Clips.TemporaryFolder(), "overlay.mp4"), info, Palette);
        await writer.AddAsync(new VideoFrame(0, 5, info.TimeBase, 32, 32, new byte[32 * 32 * 3]), new LabelMask(32, 32, new byte[1024]));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await writer.AddAsync(new VideoFrame(1, 5, info.TimeBase, 32, 32, new byte[32 * 32 * 3]), new LabelMask(32, 32, new byte[1024])));
    }

    [Fact]
    public void Create_FolderMissing_SaysSo() =>
        Assert.Throws<VideoEncodingException>(
            () => OverlayVideoWriter.Create(Path.Combine(Clips.TemporaryFolder(), "absent", "x.mp4"), Info(32, 32), Palette));

    private static VideoInfo Info(int width, int height) => new()
    {
        Path = "none",
        Format = "frames",
        Codec = "none",
        CodedWidth = width,
        CodedHeight = height,
        Width = width,
        Height = height,
        TimeBase = new Rational(1, 25),
    };

    private static async Task<double> WriteAsync(string source, string path)
    {
        await using var frames = await VideoSource.OpenAsync(source);
        await using var writer = OverlayVideoWriter.Create(path, frames.Info, Palette);
        var mask = new LabelMask(frames.Info.Width, frames.Info.Height, new byte[frames.Info.Width * frames.Info.Height]);
        mask.Labels.AsSpan(0, mask.Labels.Length / 3).Fill(1);
        await foreach (var frame in frames.ReadAsync()) await writer.AddAsync(frame, mask);
        await writer.CompleteAsync();
        return frames.Info.TimeBase.Value;
    }
}
