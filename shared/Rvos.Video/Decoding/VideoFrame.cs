using Rvos.Video.Ffmpeg;
using Rvos.Video.Imaging;

namespace Rvos.Video.Decoding;

/// <summary>
/// One decoded frame, RGB, 8 bit. Disposing hands the pixel buffer back for reuse; a frame that is never disposed is
/// merely collected. Not thread-safe.
/// </summary>
public sealed class VideoFrame : IDisposable
{
    private readonly FramePool? _pool;
    private byte[]? _rgb;

    /// <summary>Wraps pixels that the caller owns.</summary>
    /// <param name="index">Place in the source, from 0.</param>
    /// <param name="pts">Presentation timestamp in ticks of <paramref name="timeBase"/>.</param>
    /// <param name="timeBase">Seconds per tick.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="rgb">Exactly width x height x 3 bytes: R, G, B by row from the top left.</param>
    /// <param name="name">Name of the frame's file in a folder, without extension.</param>
    /// <exception cref="ArgumentException">The buffer's length does not fit the size.</exception>
    public VideoFrame(int index, long pts, Rational timeBase, int width, int height, byte[] rgb, string? name = null)
        : this(index, pts, timeBase, width, height, rgb, name, null)
    {
    }

    internal VideoFrame(int index, long pts, Rational timeBase, int width, int height, byte[] rgb, string? name, FramePool? pool)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != (long)width * height * 3)
            throw new ArgumentException($"{width} x {height} RGB pixels need {(long)width * height * 3} bytes, not {rgb.Length}.", nameof(rgb));
        (Index, Pts, TimeBase, Width, Height, Name, _rgb, _pool) = (index, pts, timeBase, width, height, name, rgb, pool);
    }

    /// <summary>Place in the source, from 0, without gaps.</summary>
    public int Index { get; }

    /// <summary>Presentation timestamp in ticks of <see cref="TimeBase"/>, as stored in the file; increases from frame to frame.</summary>
    public long Pts { get; }

    /// <summary>Seconds per tick.</summary>
    public Rational TimeBase { get; }

    /// <summary><see cref="Pts"/> as a time, to 100 ns.</summary>
    public TimeSpan PresentationTimestamp => TimeBase.Time(Pts);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Name of the frame's file without extension when the source is a folder; null for a video file.</summary>
    public string? Name { get; }

    /// <summary>The same with extension; null for a video file.</summary>
    public string? FileName { get; init; }

    /// <summary>The pixels: R, G, B by row from the top left, width x height x 3 bytes.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public byte[] Rgb => _rgb ?? throw new ObjectDisposedException(nameof(VideoFrame));

    /// <summary>A picture over the same pixels, valid until the frame is disposed.</summary>
    public RgbImage AsImage() => new(Width, Height, Rgb);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rgb, null) is { } buffer) _pool?.Return(buffer);
    }
}
