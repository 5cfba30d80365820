using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

public sealed class FfmpegLogTests
{
    private const string Line = "[showinfo@stamp @ 0x55] [info] n:   7 pts:   1790 pts_time:1.79 pos: 936 fmt:rgb24 sar:1/1 s:480x270 i:P iskey:1 type:I ";

    [Fact]
    public void Accept_StampLine_QueuesTheFrame()
    {
        using var log = Read($"[showinfo@stamp @ 0x55] [info] config in time_base: 1/1000, frame_rate: 30/1\n{Line}\n");
        Assert.True(log.TryTakeStamp(out var stamp));
        Assert.Equal(new FrameStamp(1790, new Rational(1, 1000), 480, 270), stamp);
        Assert.False(log.TryTakeStamp(out _));
    }

    [Theory]
    [InlineData("[info]     title           : ")]
    [InlineData("                        : ")]
    public void Accept_StampInMetadata_IsNoStamp(string before)
    {
        using var log = Read(before + Line + "\n");
        Assert.False(log.TryTakeStamp(out _));
    }

    [Fact]
    public void Accept_FloodOfErrors_KeepsABoundedNumber()
    {
        using var log = Read(string.Concat(Enumerable.Range(0, 5000).Select(i => $"[h264 @ 0x1] [error] broken {i} {new string('x', 400)}\n")));
        Assert.Equal(5000, Drained(log));
        Assert.InRange(log.Problems().Count, 1, 40);
        Assert.All(log.Problems(), text => Assert.InRange(text.Length, 1, 300));
    }

    [Fact]
    public void Accept_EndlessLine_IsCut()
    {
        using var log = Read("[error] " + new string('y', 1 << 20));
        Assert.Equal(300, Assert.Single(log.Problems()).Length);
    }

    private static int Drained(FfmpegLog log)
    {
        log.Problems();
        return log.ProblemCount;
    }

    private static FfmpegLog Read(string text) => new(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)));
}
