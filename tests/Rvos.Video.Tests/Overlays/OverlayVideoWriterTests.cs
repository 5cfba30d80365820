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
    public async Task CompleteAsync_AnySource_KeepsEveryDistanceFromTheFirstFrame(string name, int width, int height)
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "overlay.mp4");
        var tick = await WriteAsync(Clips.Path(name), path);

        Assert.Equal($"{width},{height}", Clips.ProbeStream(path, "width,height"));
        var (expected, actual) = (Clips.ProbeTimes(Clips.Path(name)), Clips.ProbeTimes(path));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First - expected[0], pair.Second, Math.Min(tick, 1e-4)));
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

    [Theory]
    [InlineData("h264_vfr.mp4")]
    [InlineData("h264.ts")]
    [InlineData("h264_odd_321x181_yuv444.mp4")]
    public async Task CompleteAsync_AnySourceWithSound_KeepsEveryDistanceFromTheFirstFrame(string name)
    {
        var folder = Clips.TemporaryFolder();
        string source = Path.Combine(folder, "source.mov"), path = Path.Combine(folder, "overlay.mp4");
        Clips.Make("-i", Clips.Path(name), "-f", "lavfi", "-i", "sine=d=1", "-map", "0:v", "-map", "1:a", "-copyts", "-c:v", "copy", "-c:a", "aac", source);
        var tick = await WriteAsync(source, path);

        var (expected, actual) = (Clips.ProbeTimes(source), Clips.ProbeTimes(path));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First - expected[0], pair.Second, Math.Min(tick, 1e-4)));
        Assert.Equal("aac", Clips.ProbeStream(path, "codec_name", "a:0"));
        Assert.Equal(["overlay.mp4", "source.mov"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    // Each stops an ffmpeg that copies the sound into an MP4, or every one that reads it.
    [Theory]
    [InlineData("MP3 at 11,025 Hz, which MP4 has no tag for", "aac")]
    [InlineData("AAC with a packet lost on the way", "aac")]
    [InlineData("sound that nothing decodes", null)]
    public async Task CompleteAsync_SoundThatCannotBeCopied_IsEncodedOrLeftOut(string kind, string? written)
    {
        var folder = Clips.TemporaryFolder();
        var path = Path.Combine(folder, "overlay.mp4");
        var source = await SourceWithBadSoundAsync(folder, kind);

        var loss = await WriteWithSoundAsync(source, path);

        Assert.Equal(60, Clips.ProbeTimes(path).Length);
        Assert.Equal(written ?? "", Clips.ProbeStream(path, "codec_name", "a:0"));
        if (written is null) Assert.NotNull(loss);
        else Assert.Null(loss);
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
    }

    [Fact]
    public async Task CompleteAsync_SourceWithChaptersAndTags_TakesNone()
    {
        var folder = Clips.TemporaryFolder();
        string source = Path.Combine(folder, "source.mkv"), tags = Path.Combine(folder, "tags.txt"), path = Path.Combine(folder, "overlay.mp4");
        await File.WriteAllTextAsync(tags, ";FFMETADATA1\ntitle=At home\nlocation=+52.5+013.4/\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=Arrival\n");
        Clips.Make("-i", Clips.Path("h264.mp4"), "-f", "lavfi", "-i", "sine=d=2", "-i", tags, "-map", "0:v", "-map", "1:a", "-map_metadata", "2", "-map_chapters", "2",
            "-c:v", "copy", "-c:a", "aac", "-metadata:s:a:0", "title=Kitchen", source);

        await WriteAsync(source, path);

        var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path));
        Assert.All(["At home", "+52.5", "Arrival", "Kitchen"], tag => Assert.DoesNotContain(tag, bytes, StringComparison.Ordinal));
    }

    // The container's clock, and how much earlier the sound begins than the picture, in seconds.
    [Theory]
    [InlineData("ts", 43200, 0)]
    [InlineData("mkv", 7200.5, 0)]
    [InlineData("mov", 0, -0.5)]
    [InlineData("mkv", 3, 0.5)]
    public async Task CompleteAsync_SourceWithAnArbitraryZero_StartsAtZeroWithItsSound(string container, double start, double later)
    {
        var folder = Clips.TemporaryFolder();
        string source = Path.Combine(folder, "source." + container), path = Path.Combine(folder, "overlay.mp4");
        // A click every second shows where the sound is.
        Clips.Make("-i", Clips.Path("h264_tiny16.mp4"), "-itsoffset", $"{later}", "-f", "lavfi", "-i", "sine=f=100:beep_factor=20:d=2", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac",
            "-output_ts_offset", $"{start}", source);
        var expected = Clips.ProbeTimes(source);
        var sound = double.Parse(Clips.ProbeStream(source, "start_time", "a:0").Split('\n')[0]) - expected[0];

        await WriteAsync(source, path);

        var actual = Clips.ProbeTimes(path);
        Assert.Equal(60, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First - expected[0], pair.Second, 2e-3));
        Assert.Equal(Math.Max(0, sound), double.Parse(Clips.ProbeStream(path, "start_time", "a:0")), 0.03);
        Assert.InRange(double.Parse(Clips.ProbeStream(path, "duration", "a:0")), 1.4, 2.6);
    }

    [Fact]
    public async Task CompleteAsync_ClockThatStartsAgain_KeepsAllFramesAndSound()
    {
        var folder = Clips.TemporaryFolder();
        string part = Path.Combine(folder, "part.ts"), source = Path.Combine(folder, "source.ts"), path = Path.Combine(folder, "overlay.mp4");
        Clips.Make("-i", Clips.Path("h264_tiny16.mp4"), "-f", "lavfi", "-i", "sine=d=2", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", part);
        await File.WriteAllBytesAsync(source, [.. await File.ReadAllBytesAsync(part), .. await File.ReadAllBytesAsync(part)]);

        await WriteAsync(source, path);

        Assert.InRange(Clips.ProbeTimes(path).Length, 118, 120);
        Assert.InRange(double.Parse(Clips.ProbeStream(path, "duration")), 3.8, 4.2);
        Assert.InRange(double.Parse(Clips.ProbeStream(path, "duration", "a:0")), 3.8, 4.3);
    }

    [Fact]
    public async Task CompleteAsync_StartBeforeZero_MovesTheStartToZero()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "overlay.mp4");
        var info = Info(32, 32);
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

    private static async Task<string> SourceWithBadSoundAsync(string folder, string kind)
    {
        if (kind.StartsWith("MP3", StringComparison.Ordinal))
        {
            var avi = Path.Combine(folder, "source.avi");
            Clips.Make("-i", Clips.Path("h264.mp4"), "-f", "lavfi", "-i", "sine=d=2:sample_rate=11025", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "libmp3lame", avi);
            return avi;
        }

        var isUnknown = kind.StartsWith("sound", StringComparison.Ordinal);
        var source = Path.Combine(folder, isUnknown ? "source.mp4" : "source.ts");
        Clips.Make("-i", Clips.Path("h264.mp4"), "-f", "lavfi", "-i", "sine=d=2", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", source);
        var bytes = await File.ReadAllBytesAsync(source);
        if (isUnknown)
        {
            // MPEG-H audio, for which ffmpeg has no decoder.
            "mha1"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("mp4a"u8)));
            "skip"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("esds"u8)));
        }
        else
        {
            // The fourth packet, of 188 bytes, of stream 257: the first is the picture's, 256.
            var packets = Enumerable.Range(0, bytes.Length / 188).Where(p => (((bytes[(p * 188) + 1] & 0x1F) << 8) | bytes[(p * 188) + 2]) == 257);
            bytes.AsSpan((packets.ElementAt(3) * 188) + 4, 184).Fill(0xFF);
        }

        await File.WriteAllBytesAsync(source, bytes);
        return source;
    }

    private static async Task<double> WriteAsync(string source, string path) => (await WriteAnyAsync(source, path)).Tick;

    private static async Task<string?> WriteWithSoundAsync(string source, string path) => (await WriteAnyAsync(source, path)).SoundLoss;

    private static async Task<(double Tick, string? SoundLoss)> WriteAnyAsync(string source, string path)
    {
        await using var frames = await VideoSource.OpenAsync(source);
        await using var writer = OverlayVideoWriter.Create(path, frames.Info, Palette);
        var mask = new LabelMask(frames.Info.Width, frames.Info.Height, new byte[frames.Info.Width * frames.Info.Height]);
        mask.Labels.AsSpan(0, mask.Labels.Length / 3).Fill(1);
        await foreach (var frame in frames.ReadAsync()) await writer.AddAsync(frame, mask);
        await writer.CompleteAsync();
        return (frames.Info.TimeBase.Value, writer.SoundLoss);
    }
}
