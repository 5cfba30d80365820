using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// What a file from outside may cost. A file beyond a limit ends in a <see cref="VideoLimitException"/>; the defaults let
/// hours of 8K video pass and stop bombs.
/// </summary>
public sealed record DecodeLimits
{
    /// <summary>The defaults.</summary>
    public static DecodeLimits Default { get; } = new();

    /// <summary>Most pixels in one frame, at least 1. Default 8192 x 4320 (35,389,440).</summary>
    public int MaxPixels { get; init; } = 8192 * 4320;

    /// <summary>Most frames of one source, at least 1. Default 1,000,000 (eleven hours at 25 per second).</summary>
    public int MaxFrames { get; init; } = 1_000_000;

    /// <summary>Longest wait for the next frame, positive, at most 24 hours. Default 60 s.</summary>
    public TimeSpan MaxStallTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Longest sum of the waits for frames of one source, positive, at most 24 hours. Default 2 hours. The consumer's own
    /// time between frames does not count, so a slow model never makes a good file fail.
    /// </summary>
    public TimeSpan MaxDecodeTime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Address space of the ffmpeg child in bytes, at least 256 MiB. Default 4 GiB; held where prlimit exists (Linux).</summary>
    public long MaxMemoryBytes { get; init; } = 4L << 30;

    /// <summary>Largest single picture file in bytes, at least 1. Default 128 MiB.</summary>
    public int MaxPictureFileBytes { get; init; } = 128 << 20;

    /// <summary>Frames decoded ahead of the consumer, 1 to 256. Default 8. Memory is about this many frames, however long the video.</summary>
    public int ReadAhead { get; init; } = 8;

    /// <summary>
    /// Threads of the decoder, 1 to 64. Default 1: with more, frames of a damaged video are concealed from whatever the other threads have done by then, and differ from one
    /// reading to the next (docs/decisions/0020-decoding-threads.md).
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Checks the ranges and returns the limits themselves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public DecodeLimits Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPixels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrames, 1);
        CheckTime(MaxStallTime, nameof(MaxStallTime));
        CheckTime(MaxDecodeTime, nameof(MaxDecodeTime));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMemoryBytes, 256L << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPictureFileBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadAhead, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReadAhead, 256);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, 64);
        return this;
    }

    /// <summary>Checks a picture size before anything of that size is allocated.</summary>
    /// <exception cref="VideoLimitException">More than <see cref="MaxPixels"/>, or no pixels.</exception>
    internal void CheckSize(long width, long height, string what)
    {
        // A byte array ends at 2^31 bytes, which caps three-byte pixels at a third of that.
        var most = Math.Min(MaxPixels, int.MaxValue / 4);
        if (width < 1 || height < 1 || width > most || height > most || width * height > most)
            throw new VideoLimitException($"{what} has {width} x {height} pixels; the limit is {most} pixels");
    }

    private static void CheckTime(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(24), name);
    }
}
