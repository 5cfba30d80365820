using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// Keeps timestamps usable, so that they always increase. A frame without one gets its predecessor's plus a frame's length. Where stored timestamps go back (two recordings
/// in one file, a clock that wraps), the clock goes on one frame's length after the last frame and keeps the later frames at their stored distances; a single frame out of
/// order moves only until the stored timestamps have passed the last one again.
/// </summary>
internal sealed class FrameClock(Rational averageFrameRate)
{
    /// <summary>Frames after a jump within which stored timestamps that are ahead again show that it was no restart: decoders reorder at most this many.</summary>
    private const int ReorderedFrames = 16;

    private Rational _timeBase;
    private Int128 _offset;
    private long? _first;
    private long? _last;
    private long? _step;
    private int _sinceJump;
    private int? _lastJump;

    /// <summary>Frames without a stored timestamp.</summary>
    public int Absent { get; private set; }

    /// <summary>How often stored timestamps went back or stood still.</summary>
    public int Jumps { get; private set; }

    /// <summary>Index of the first frame at which they did; null when they never did.</summary>
    public int? FirstJump { get; private set; }

    /// <summary>Frames so far.</summary>
    public int Count { get; private set; }

    /// <summary>Stored timestamp of the last frame; null when it has none.</summary>
    public long? LastStored { get; private set; }

    /// <summary>Presentation time of the end of the last frame, whose length is taken to be that of the one before.</summary>
    public TimeSpan End => _last is { } last ? _timeBase.Time(After(last, _step ?? 0)) : TimeSpan.Zero;

    /// <summary>From the first frame's start to <see cref="End"/>.</summary>
    public TimeSpan Length => _first is { } first ? End - _timeBase.Time(first) : TimeSpan.Zero;

    /// <summary>The timestamp to use for the next frame.</summary>
    /// <exception cref="VideoFormatException">It is out of range.</exception>
    public long Next(FrameStamp stamp)
    {
        _timeBase = stamp.TimeBase;
        var step = _step ??= Math.Max(1, (long)Math.Round(1 / (averageFrameRate.Value * stamp.TimeBase.Value)));
        var pts = stamp.Pts is { } stored ? Place(stored, step) : _last is { } previous ? After(previous, step) : 0;
        if (stamp.Pts is null) Absent++;
        else if (_last is { } last && _lastJump != Count) _step = pts - last;
        _first ??= pts;
        (_last, LastStored) = (pts, stamp.Pts);
        Count++;
        // Whoever asks for the end must not be the first to find it out of range.
        _ = stamp.TimeBase.Time(After(pts, _step.Value));
        return pts;
    }

    /// <summary>Says how long the last frame is shown.</summary>
    /// <param name="ticks">In ticks of the time base; values below 1 are passed over.</param>
    public void EndLast(long ticks)
    {
        if (ticks > 0) _step = ticks;
    }

    private long Place(long stored, long step)
    {
        if (_last is not { } last) return stored;
        if (_offset != 0 && ++_sinceJump <= ReorderedFrames && stored > last) _offset = 0;
        var pts = stored + _offset;
        if (pts <= last)
        {
            pts = After(last, step);
            _offset = pts - stored;
            _sinceJump = 0;
            _lastJump = Count;
            FirstJump ??= Count;
            Jumps++;
        }

        return pts <= long.MaxValue ? (long)pts : throw OutOfRange(stored, last);
    }

    private static long After(long pts, long step) => step <= long.MaxValue - Math.Max(0, pts) ? pts + step : throw OutOfRange(step, pts);

    private static VideoFormatException OutOfRange(long value, long after) => new($"a frame's timestamp, {value} after {after}, is out of range");
}
