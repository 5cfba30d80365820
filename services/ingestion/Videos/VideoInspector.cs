using System.ComponentModel;
using Microsoft.Extensions.Options;
using Rvos.OpenCv.Pictures;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Imaging;

namespace Rvos.Ingestion.Videos;

/// <summary>Opens a file from outside with ffmpeg: its name is never asked, and its first frame must decode.</summary>
internal sealed partial class VideoInspector : IDisposable
{
    private readonly VideoOptions _options;
    private readonly DecodeLimits _limits;
    private readonly SemaphoreSlim _places;
    private readonly ILogger _logger;

    public VideoInspector(IOptions<VideoOptions> options, ILogger<VideoInspector> logger)
    {
        _logger = logger;
        _options = options.Value;
        _places = new SemaphoreSlim(_options.Probes);
        _limits = new DecodeLimits { MaxPixels = _options.MaximumPixels, MaxFrames = _options.MaximumFrames, MaxStallTime = _options.ProbeTime, ReadAhead = 1 };
    }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="VideoRefusedException">It is no video that can be taken; the message does not show where the file is.</exception>
    internal async Task<VideoInspection> InspectAsync(string path, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await LookAsync(path, cancellation);
        }
        catch (VideoFormatException e)
        {
            var reason = e is VideoLimitException ? VideoRefusal.BeyondLimits : VideoRefusal.Unreadable;
            Log.Refused(_logger, e);
            throw new VideoRefusedException(reason, $"The video cannot be taken: {LibraryText.ForUsers(e.Message, path)}.", e);
        }
        // A file that breaks this program is refused as one that cannot be read.
        catch (Exception e) when (e is not (OperationCanceledException or IOException or UnauthorizedAccessException or FfmpegMissingException or Win32Exception or OutOfMemoryException))
        {
            Log.Broken(_logger, e);
            throw new VideoRefusedException(VideoRefusal.Unreadable, "The video cannot be taken: it could not be read.", e);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<VideoInspection> LookAsync(string path, CancellationToken cancellation)
    {
        await using var source = await VideoSource.OpenAsync(path, _limits, cancellation);
        // Headers are hints: a fragmented file counts its first fragment, a damaged one what it once had.
        var frames = await PacketProbe.CountAsync(source.Info, _limits, cancellationToken: cancellation);
        if (frames > _options.MaximumFrames) throw new VideoLimitException($"the video has {frames} frames, more than {_options.MaximumFrames}");
        await foreach (var frame in source.ReadAsync(cancellation))
        {
            using (frame) return new VideoInspection(source.Info, frames, JpegEncoder.Encode(Shrunk(frame)));
        }

        throw new VideoFormatException("no frame could be decoded");
    }

    private RgbImage Shrunk(VideoFrame frame)
    {
        var scale = Math.Min(1.0, (double)_options.PreviewSide / Math.Max(frame.Width, frame.Height));
        int width = Math.Max(1, (int)Math.Round(frame.Width * scale)), height = Math.Max(1, (int)Math.Round(frame.Height * scale));
        if (width == frame.Width && height == frame.Height) return frame.AsImage();
        var pixels = new byte[width * height * 3];
        new PilResizer(frame.Width, frame.Height, width, height).Bilinear(frame.Rgb.AsSpan(0, frame.Width * frame.Height * 3), pixels);
        return new RgbImage(width, height, pixels);
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "A video is refused")]
        internal static partial void Refused(ILogger logger, Exception exception);

        [LoggerMessage(1, LogLevel.Error, "A video broke the program that looks at it")]
        internal static partial void Broken(ILogger logger, Exception exception);
    }
}
