using Rvos.Video.Imaging;

namespace Rvos.Video.Ffmpeg;

/// <summary>Pictures as JPEG (ITU-T T.81, 4:2:0), through one ffmpeg child: for previews.</summary>
public static class JpegEncoder
{
    private const long MemoryBytes = 1L << 30;

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">Bytes (H,W,3).</param>
    /// <param name="quality">ffmpeg's scale, 2 (best) to 31. Default 4.</param>
    /// <param name="tools">Where ffmpeg is; on PATH when null.</param>
    /// <param name="cancellationToken">Ends the encoding.</param>
    /// <exception cref="VideoEncodingException">ffmpeg failed.</exception>
    /// <exception cref="FfmpegMissingException">ffmpeg is not installed.</exception>
    public static async Task<byte[]> EncodeAsync(RgbImage image, int quality = 4, FfmpegTools? tools = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (quality is < 2 or > 31) throw new ArgumentOutOfRangeException(nameof(quality));
        string[] arguments =
        [
            "-hide_banner", "-nostats", "-loglevel", "repeat+level+error", "-protocol_whitelist", "pipe",
            "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", $"{image.Width}x{image.Height}", "-i", "pipe:0",
            "-frames:v", "1", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", $"{quality}", "-f", "mjpeg", "pipe:1",
        ];
        using var process = FfmpegProcess.Start((tools ?? FfmpegTools.Default).Ffmpeg, arguments, MemoryBytes, feeds: true);
        using var log = new FfmpegLog(process.Error);
        await using var killing = cancellationToken.Register(process.Kill);
        var feeding = FeedAsync(process.Input, image.Rgb.AsMemory(0, checked(image.Width * image.Height * 3)), cancellationToken);
        using var jpeg = new MemoryStream();
        await process.Output.CopyToAsync(jpeg, cancellationToken).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        var exit = await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (exit == 0 && jpeg.Length > 0) return jpeg.ToArray();
        throw new VideoEncodingException($"the picture could not be encoded as JPEG ({(log.Problems() is [var first, ..] ? first : $"ffmpeg ended with code {exit}")})");
    }

    private static async Task FeedAsync(Stream input, ReadOnlyMemory<byte> pixels, CancellationToken cancellation)
    {
        try
        {
            await using (input.ConfigureAwait(false)) await input.WriteAsync(pixels, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // ffmpeg ended before it had read all: its exit code tells.
        }
    }
}
