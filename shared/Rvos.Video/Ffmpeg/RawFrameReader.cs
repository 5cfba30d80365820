using Rvos.Video.Decoding;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// Pairs the raw rgb24 frames on an ffmpeg's standard output with their stamps on its standard error: the k-th stamp is
/// the k-th frame's, since nothing behind the stamping filter drops or repeats frames. Kills the child when it goes beyond
/// a limit of time; only time spent waiting for the child counts. For one thread.
/// </summary>
internal sealed class RawFrameReader : IDisposable
{
    private readonly FfmpegProcess _process;
    private readonly FfmpegLog _log;
    private readonly FramePool _pool;
    private readonly DecodeLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _watchdog;
    private TimeSpan _spent;
    private volatile string? _timedOut;

    public RawFrameReader(FfmpegProcess process, FramePool pool, DecodeLimits limits, TimeProvider time)
    {
        (_process, _pool, _limits, _time) = (process, pool, limits, time);
        _log = new FfmpegLog(process.Error);
        _watchdog = time.CreateTimer(_ => StopLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What ffmpeg said.</summary>
    public FfmpegLog Log => _log;

    /// <summary>True when a frame was announced at the end whose pixels did not all come.</summary>
    public bool EndsWithinFrame { get; private set; }

    /// <summary>The next frame; false at the end. <paramref name="rgb"/> is from the pool.</summary>
    /// <exception cref="VideoLimitException">ffmpeg took too long or the frame is too large.</exception>
    public bool TryRead(out FrameStamp stamp, out byte[] rgb)
    {
        var started = _time.GetTimestamp();
        var left = _limits.MaxDecodeTime - _spent;
        var wait = left < _limits.MaxStallTime ? left : _limits.MaxStallTime;
        _watchdog.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        var found = TryReadUnwatched(out stamp, out rgb);
        _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _spent += _time.GetElapsedTime(started);
        return _timedOut is { } reason ? throw new VideoLimitException(reason) : found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _watchdog.Dispose();
        _log.Dispose();
    }

    private bool TryReadUnwatched(out FrameStamp stamp, out byte[] rgb)
    {
        rgb = [];
        if (!_log.TryTakeStamp(out stamp)) return false;
        _limits.CheckSize(stamp.Width, stamp.Height, "a frame");
        rgb = _pool.Rent(checked(stamp.Width * stamp.Height * 3));
        if (_process.Output.ReadAtLeast(rgb, rgb.Length, throwOnEndOfStream: false) == rgb.Length) return true;
        _pool.Return(rgb);
        EndsWithinFrame = true;
        return false;
    }

    private void StopLate()
    {
        _timedOut = _spent + _limits.MaxStallTime >= _limits.MaxDecodeTime
            ? $"decoding took longer than {_limits.MaxDecodeTime.TotalSeconds:0.###} s"
            : $"ffmpeg gave no frame for {_limits.MaxStallTime.TotalSeconds:0.###} s";
        _process.Kill();
    }
}
