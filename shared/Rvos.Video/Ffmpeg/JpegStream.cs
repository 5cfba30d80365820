using Rvos.Video.Decoding;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// Decodes many JPEG files with one ffmpeg: a thread feeds the files' bytes as frames of a NUT stream whose timestamps are
/// the files' places, so that a file without a picture is known by the gap it leaves. Sizes may differ. EXIF orientation is
/// not applied: datasets keep their masks to the stored pixels. For one reading thread.
/// </summary>
internal sealed class JpegStream : IDisposable
{
    private readonly IReadOnlyList<string> _paths;
    private readonly DecodeLimits _limits;
    private readonly FfmpegProcess _process;
    private readonly RawFrameReader _reader;
    private readonly Task _feeder;
    private VideoFormatException? _feedError;
    private int _next;

    public JpegStream(IReadOnlyList<string> paths, FramePool pool, DecodeLimits limits, FfmpegTools tools, TimeProvider time)
    {
        (_paths, _limits) = (paths, limits);
        _process = FfmpegProcess.Start(tools.Ffmpeg, Arguments(limits), limits.MaxMemoryBytes, feeds: true);
        _reader = new RawFrameReader(_process, pool, limits, time);
        _feeder = Task.Factory.StartNew(Feed, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends the decoding from another thread: a waiting <see cref="Next"/> returns with an exception.</summary>
    public void Kill() => _process.Kill();

    /// <summary>ffmpeg's words on damage, once all files were read.</summary>
    public IReadOnlyList<string> Problems()
    {
        _process.WaitForExit();
        return _reader.Log.Problems();
    }

    /// <summary>The next file's picture as rgb24, its buffer from the pool.</summary>
    /// <exception cref="VideoFormatException">It is no picture, or beyond a limit; the message names the file.</exception>
    public (int Width, int Height, byte[] Rgb) Next()
    {
        var path = _paths[_next];
        try
        {
            var found = _reader.TryRead(out var stamp, out var rgb);
            if (found && stamp.Pts == _next)
            {
                _next++;
                return (stamp.Width, stamp.Height, rgb);
            }
        }
        catch (VideoLimitException error)
        {
            throw new VideoLimitException($"'{path}': {error.Message}", error);
        }
        _process.Kill();
        _feeder.Wait();
        var problems = Problems();
        throw _feedError ?? new VideoFormatException(
            $"'{path}': not a JPEG picture that can be decoded ({(problems.Count > 0 ? problems[0] : "no picture came")})");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _feeder.Wait();
        _reader.Dispose();
    }

    private static string[] Arguments(DecodeLimits limits) =>
    [
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+info",
        "-protocol_whitelist", "pipe", "-threads", $"{limits.Threads}", "-max_pixels", $"{limits.MaxPixels}",
        "-noautorotate", "-probesize", "32", "-analyzeduration", "0", "-copyts", "-f", "nut", "-c:v", "mjpeg", "-i", "pipe:0",
        "-map", "0:v:0", "-map_metadata", "-1", "-map_chapters", "-1", "-autoscale", "0", "-vf", $"format=rgb24,{FfmpegLog.StampFilter}",
        "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
    ];

    private void Feed()
    {
        try
        {
            using var input = _process.Input;
            NutWriter? nut = null;
            for (var index = 0; index < _paths.Count; index++)
            {
                var bytes = PictureFiles.Read(_paths[index], _limits);
                var (width, height) = PictureFiles.Size(_paths[index], bytes);
                _limits.CheckSize(width, height, $"'{_paths[index]}': the picture");
                nut ??= new NutWriter(input, "MJPG"u8, width, height, new Rational(1, 25));
                nut.WriteFrame(index, bytes);
            }
        }
        catch (VideoFormatException error)
        {
            _feedError = error;
        }
        catch (IOException)
        {
            // ffmpeg ended before it had read all; the reading side sees which picture is missing.
        }
    }
}
