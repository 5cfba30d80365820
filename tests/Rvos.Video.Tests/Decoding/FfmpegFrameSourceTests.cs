using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

public sealed class FfmpegFrameSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rvos-tool-");

    [Theory]
    [InlineData("h264.mp4", 60, 480, 270)]
    [InlineData("h264.ts", 60, 480, 270)]
    [InlineData("h264_vfr.mp4", 38, 480, 270)]
    [InlineData("h264_rot90.mp4", 60, 270, 480)]
    [InlineData("h264_odd_321x181_yuv444.mp4", 60, 321, 181)]
    [InlineData("h264_tiny16.mp4", 60, 16, 16)]
    [InlineData("h264_one_frame.mp4", 1, 480, 270)]
    [InlineData("h264_gray.mp4", 60, 480, 270)]
    [InlineData("h264_interlaced.mp4", 30, 480, 270)]
    [InlineData("h264_10bits.mp4", 30, 200, 200)]
    [InlineData("h265_video.mp4", 10, 128, 128)]
    [InlineData("anim.gif", 10, 160, 90)]
    public async Task ReadAsync_WholeClip_GivesEveryFrameAtItsOwnTime(string name, int count, int width, int height)
    {
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path(name));
        Assert.Equal((width, height), (source.Info.Width, source.Info.Height));

        var (frames, report) = await Clips.ReadAllAsync(source);

        Assert.Equal(count, frames.Count);
        Assert.True(report.IsWhole, report.Summary);
        var expected = Clips.ProbeTimes(Clips.Path(name));
        Assert.Equal(expected.Length, frames.Count);
        Assert.All(frames.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Time.TotalSeconds, 2e-6));
    }

    [Fact]
    public async Task ReadAsync_RotatedClip_TurnsTheStoredPicture()
    {
        await using var stored = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"));
        await using var turned = await FfmpegFrameSource.OpenAsync(Clips.Path("h264_rot90.mp4"));
        Assert.Equal(270, turned.Info.RotationDegrees);
        var before = (await Clips.ReadAllAsync(stored)).Frames[30].Rgb;
        var after = (await Clips.ReadAllAsync(turned)).Frames[30].Rgb;

        // A quarter turn to the left: the stored right edge is the upper one.
        long difference = 0;
        for (var y = 0; y < 480; y++)
            for (var x = 0; x < 270; x++)
                for (var c = 0; c < 3; c++)
                    difference += Math.Abs(after[((y * 270) + x) * 3 + c] - before[((x * 480) + 479 - y) * 3 + c]);
        Assert.InRange(difference / (480.0 * 270 * 3), 0, 3);
    }

    [Theory]
    [InlineData("bad_truncated_60pct_faststart.mp4", 3, 60)]
    [InlineData("bad_truncated_half.webm", 30, null)]
    public async Task ReadAsync_TruncatedClip_GivesItsGoodFramesAndSaysWhatIsLost(string name, int count, int? declared)
    {
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path(name));
        var (frames, report) = await Clips.ReadAllAsync(source);

        Assert.Equal(count, frames.Count);
        Assert.True(report.Truncated);
        Assert.Equal(declared, report.FramesExpected);
        Assert.NotEmpty(report.Messages);
        Assert.DoesNotContain('\n', report.Summary);
    }

    [Fact]
    public async Task ReadAsync_ClipWithZeroedMiddle_ReportsDamage()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "zeroed.ts");
        var bytes = File.ReadAllBytes(Clips.Path("h264.ts"));
        bytes.AsSpan(bytes.Length / 2, bytes.Length / 4).Clear();
        File.WriteAllBytes(path, bytes);

        await using var source = await FfmpegFrameSource.OpenAsync(path);
        var (frames, report) = await Clips.ReadAllAsync(source);

        Assert.InRange(frames.Count, 1, 59);
        Assert.True(report.Damaged);
    }

    [Theory]
    [InlineData("bad_empty.mp4", "empty")]
    [InlineData("bad_random.mp4", "not a video")]
    [InlineData("bad_text.mp4", "not a video")]
    [InlineData("bad_truncated_no_moov.mp4", "not a video")]
    [InlineData("audio_only.m4a", "no video stream")]
    [InlineData("absent.mp4", "no such file")]
    public async Task OpenAsync_NoVideo_SaysSoInOneLine(string name, string reason)
    {
        var error = await Assert.ThrowsAsync<VideoFormatException>(() => FfmpegFrameSource.OpenAsync(Clips.Path(name)));
        Assert.Contains(reason, error.Message);
        Assert.Contains(name, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task OpenAsync_PlaylistNamingAnotherFile_IsRefused()
    {
        var folder = Clips.TemporaryFolder();
        File.Copy(Clips.Path("h264.ts"), Path.Combine(folder, "h264.ts"));
        var list = Path.Combine(folder, "list.m3u8");
        File.WriteAllText(list, "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nh264.ts\n#EXT-X-ENDLIST\n");
        await Assert.ThrowsAsync<VideoFormatException>(() => FfmpegFrameSource.OpenAsync(list));
    }

    [Fact]
    public async Task OpenAsync_SeveralVideoStreams_TakesTheLargestOfTheDefaults()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "two.mkv");
        Clips.Make("-i", Clips.Path("h264_tiny16.mp4"), "-i", Clips.Path("h264.mp4"), "-map", "0:v", "-map", "1:v", "-c", "copy",
            "-disposition:v:0", "default", "-disposition:v:1", "default", path);
        await using var source = await FfmpegFrameSource.OpenAsync(path);
        Assert.Equal((1, 480), (source.Info.StreamIndex, source.Info.Width));
        Assert.Equal(60, (await Clips.ReadAllAsync(source)).Frames.Count);
    }

    [Fact]
    public async Task ReadAsync_SizeChangesInMidStream_ScalesToTheLargestThatLasts()
    {
        var folder = Clips.TemporaryFolder();
        string first = Path.Combine(folder, "a.ts"), second = Path.Combine(folder, "b.ts"), both = Path.Combine(folder, "both.ts");
        Clips.Make("-f", "lavfi", "-i", "testsrc2=s=160x96:r=25:d=0.4", "-c:v", "libx264", first);
        Clips.Make("-f", "lavfi", "-i", "testsrc2=s=320x192:r=25:d=0.4", "-c:v", "libx264", "-output_ts_offset", "0.4", second);
        File.WriteAllBytes(both, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);

        await using var source = await FfmpegFrameSource.OpenAsync(both);
        var (frames, report) = await Clips.ReadAllAsync(source);

        Assert.Equal((320, 192), (source.Info.Width, source.Info.Height));
        Assert.Contains(report.Notes, note => note.Contains("10 of 160x96", StringComparison.Ordinal));
        Assert.Equal(Clips.ProbeTimes(both).Length, frames.Count);
        Assert.Equal(20, frames.Count);
    }

    [Fact]
    public async Task ReadAsync_LeftEarly_EndsTheDecoderAndReadsAgain()
    {
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), DecodeLimits.Default with { ReadAhead = 1 });
        await foreach (var frame in source.ReadAsync())
        {
            frame.Dispose();
            if (frame.Index == 2) break;
        }
        Assert.Null(source.Report);
        Assert.Equal(60, (await Clips.ReadAllAsync(source)).Frames.Count);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Throws()
    {
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), DecodeLimits.Default with { ReadAhead = 1 });
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in source.ReadAsync(cancel.Token))
                if (frame.Index == 1) await cancel.CancelAsync();
        });
    }

    [Fact]
    public async Task ReadAsync_MoreFramesThanAllowed_ThrowsAfterThem()
    {
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), DecodeLimits.Default with { MaxFrames = 5 });
        var seen = 0;
        var error = await Assert.ThrowsAsync<VideoLimitException>(async () =>
        {
            await foreach (var frame in source.ReadAsync()) seen++;
        });
        Assert.Equal(5, seen);
        Assert.Contains("5 frames", error.Message);
    }

    [Fact]
    public async Task OpenAsync_MorePixelsThanAllowed_Throws() =>
        await Assert.ThrowsAsync<VideoLimitException>(
            () => FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), DecodeLimits.Default with { MaxPixels = 1000 }));

    [Fact]
    public async Task ReadAsync_SlowerThanAllowed_KillsTheDecoder()
    {
        await using var source = await FfmpegFrameSource.OpenAsync(
            Clips.Path("h264.mp4"), DecodeLimits.Default with { ReadAhead = 1 }, time: new ImpatientTime());
        await Assert.ThrowsAsync<VideoLimitException>(async () =>
        {
            await foreach (var frame in source.ReadAsync()) frame.Dispose();
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task ReadAsync_DecoderKilledBetweenFrames_IsNotTheEndOfTheVideo(int frames)
    {
        var whole = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"));
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), tools: new FfmpegTools(Wrapper($"\"$@\" | head -c {frames * whole.Info.Width * whole.Info.Height * 3}; kill -9 $$")));
        var seen = 0;
        var error = await Assert.ThrowsAsync<FfmpegStoppedException>(async () =>
        {
            await foreach (var frame in source.ReadAsync())
            {
                frame.Dispose();
                seen++;
            }
        });
        Assert.Equal(frames, seen);
        Assert.Contains("signal 9", error.Message, StringComparison.Ordinal);
        Assert.Null(source.Report);
    }

    [Fact]
    public async Task ReadAsync_DecoderFailsWithinAFrame_IsNotTheEndOfTheVideo()
    {
        await using var source = await FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), tools: new FfmpegTools(Wrapper("\"$@\" | head -c 100000; exit 1")));
        await Assert.ThrowsAsync<FfmpegStoppedException>(async () =>
        {
            await foreach (var frame in source.ReadAsync()) frame.Dispose();
        });
    }

    [Fact]
    public async Task OpenAsync_ProberKilled_IsNoFaultOfTheFile() =>
        await Assert.ThrowsAsync<FfmpegStoppedException>(
            () => FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), tools: new FfmpegTools("ffmpeg", Wrapper("kill -9 $$"))));

    [Fact]
    public async Task OpenAsync_ToolMissing_NamesIt()
    {
        var error = await Assert.ThrowsAsync<FfmpegMissingException>(
            () => FfmpegFrameSource.OpenAsync(Clips.Path("h264.mp4"), tools: new FfmpegTools("ffmpeg", "no-such-ffprobe")));
        Assert.Contains("no-such-ffprobe", error.Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // A script in place of a tool; "$@" in it runs the real one with what was asked for.
    private string Wrapper(string text)
    {
        var path = Path.Combine(_folder.FullName, "tool");
        File.WriteAllText(path, $"#!/bin/bash\nset -- {FfmpegTools.Locate("ffmpeg")} \"$@\"\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
