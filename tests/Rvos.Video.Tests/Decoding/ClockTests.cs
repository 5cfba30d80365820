using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

/// <summary>Timestamps that start again, stand still or are missing.</summary>
public sealed class ClockTests
{
    private static readonly string[] H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "0"];

    // Two recordings of ten frames at ten a second, one behind the other; what the second part lasts, in seconds.
    [Theory]
    [InlineData("ts")]
    [InlineData("vob")]
    [InlineData("mpg")]
    public async Task ReadAsync_TwoRecordingsInOneFile_ClockGoesOn(string container)
    {
        var folder = Clips.TemporaryFolder();
        string first = Path.Combine(folder, "a." + container), second = Path.Combine(folder, "b." + container), both = Path.Combine(folder, "both." + container);
        string[] codec = container == "ts" ? H264 : ["-r", "25", "-c:v", "mpeg2video"];
        Clips.Make(["-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=0.8", .. codec, first]);
        Clips.Make(["-f", "lavfi", "-i", "testsrc=s=96x64:r=25:d=0.8", .. codec, second]);
        File.WriteAllBytes(both, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);

        await using var source = await FfmpegFrameSource.OpenAsync(both);
        var (frames, report) = await Clips.ReadAllAsync(source);

        var steps = frames.Zip(frames.Skip(1), (a, b) => (b.Time - a.Time).TotalSeconds).ToArray();
        Assert.InRange(frames.Count, 38, 40);
        // A frame that is lost at the seam makes a gap of one more.
        Assert.All(steps, step => Assert.InRange(step, 0.039, 0.13));
        Assert.Contains("stored timestamps do not increase", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_EqualTimestampsInPairs_KeepsTheLength()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "pairs.mkv");
        Clips.Make(["-f", "lavfi", "-i", "testsrc2=s=96x64:r=10:d=2", "-vf", "setpts=floor(N/2)*2", "-fps_mode", "passthrough", "-enc_time_base", "1/10", .. H264, path]);

        await using var source = await FfmpegFrameSource.OpenAsync(path);
        var (frames, report) = await Clips.ReadAllAsync(source);

        Assert.Equal(20, frames.Count);
        Assert.InRange((frames[^1].Time - frames[0].Time).TotalSeconds, 1.5, 4.5);
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.InRange((pair.Second.Time - pair.First.Time).TotalSeconds, 0.03, 0.3));
        Assert.True(report.IsWhole, report.Summary);
    }

    [Theory]
    [InlineData("0 40 80 60 160 200", "0 40 80 120 160 200")]
    [InlineData("0 40 80 0 40 80 120", "0 40 80 120 160 200 240")]
    [InlineData("0 40 80 100 0 50 90", "0 40 80 100 120 170 210")]
    [InlineData("-80 -40 0 -100 -60", "-80 -40 0 40 80")]
    [InlineData("0 - 80 - 160", "0 40 80 120 160")]
    [InlineData("0 0 0 0", "0 40 80 120")]
    public void Next_StoredTimestamps_GivesIncreasingOnes(string stored, string expected)
    {
        var clock = new FrameClock(new Rational(25, 1));
        var given = stored.Split(' ').Select(text => clock.Next(new FrameStamp(text == "-" ? null : long.Parse(text), new Rational(1, 1000), 96, 64)));
        Assert.Equal(expected.Split(' ').Select(long.Parse), given);
    }
}
