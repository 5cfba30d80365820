using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// Keeps timestamps usable: a frame without one gets the previous one's plus a frame's length, and one that does not come
/// after its predecessor (broken files) is moved one tick behind it, so that pts always increase.
/// </summary>
internal sealed class FrameClock(Rational averageFrameRate)
{
    private long? _last;

    /// <summary>Frames whose stored timestamp was absent or out of order.</summary>
    public int Repaired { get; private set; }

    /// <summary>Presentation time of the end of the last frame.</summary>
    public TimeSpan End { get; private set; }

    /// <summary>The timestamp to use for the next frame.</summary>
    /// <exception cref="VideoFormatException">It is out of range.</exception>
    public long Next(FrameStamp stamp)
    {
        var step = Math.Max(1, (long)Math.Round(1 / (averageFrameRate.Value * stamp.TimeBase.Value)));
        var pts = stamp.Pts ?? (_last is { } previous ? After(previous, step) : 0);
        if (_last is { } last && pts <= last) pts = After(last, 1);
        if (stamp.Pts != pts) Repaired++;
        _last = pts;
        End = stamp.TimeBase.Time(After(pts, step));
        return pts;
    }

    private static long After(long pts, long step) => step <= long.MaxValue - Math.Max(0, pts)
        ? pts + step
        : throw new VideoFormatException($"a frame's timestamp, {step} after {pts}, is out of range");
}
