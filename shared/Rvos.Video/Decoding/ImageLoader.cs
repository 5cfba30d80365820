using System.Runtime.CompilerServices;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Imaging;
using Rvos.Video.Png;

namespace Rvos.Video.Decoding;

/// <summary>Single pictures, JPEG through ffmpeg and PNG through our own reader, as RGB. EXIF orientation is not applied.</summary>
public static class ImageLoader
{
    /// <summary>Loads one JPEG or PNG file; the content decides which it is, not the name.</summary>
    /// <exception cref="VideoFormatException">Missing, no such picture, or damaged.</exception>
    /// <exception cref="VideoLimitException">Beyond a limit.</exception>
    public static RgbImage LoadRgb(string path, DecodeLimits? limits = null, FfmpegTools? tools = null)
    {
        limits = (limits ?? DecodeLimits.Default).Validated();
        if (PictureFiles.HasPngSignature(path, limits)) return LoadPng(path, limits);
        using var jpegs = new JpegStream([path], new FramePool(0), limits, tools ?? FfmpegTools.Default, TimeProvider.System);
        var (width, height, rgb) = jpegs.Next();
        if (jpegs.Problems() is [var first, ..]) throw new VideoFormatException($"'{path}': the picture is damaged ({first})");
        return new RgbImage(width, height, rgb);
    }

    /// <summary>
    /// Loads many pictures of any sizes in the order given, with one ffmpeg for all the JPEG files (by their content) and a
    /// bounded number of pictures ahead of the consumer. Some hundred 480p files a second; damage within a JPEG that leaves
    /// it a picture (a truncated end) is concealed by the decoder.
    /// </summary>
    /// <exception cref="VideoFormatException">A file is missing or no picture; the message names it.</exception>
    public static async IAsyncEnumerable<RgbImage> LoadManyAsync(
        IEnumerable<string> paths, DecodeLimits? limits = null, FfmpegTools? tools = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        limits = (limits ?? DecodeLimits.Default).Validated();
        var all = paths.ToArray();
        var isPng = Array.ConvertAll(all, PictureFiles.IsPng);
        var jpegPaths = all.Where((_, i) => !isPng[i]).ToArray();
        using var jpegs = jpegPaths.Length > 0
            ? new JpegStream(jpegPaths, new FramePool(0), limits, tools ?? FfmpegTools.Default, TimeProvider.System) : null;
        var frames = ReadAhead.RunAsync<VideoFrame>(Decode, () => jpegs?.Kill(), limits.ReadAhead, cancellationToken);
        await foreach (var frame in frames.ConfigureAwait(false)) yield return frame.AsImage();

        void Decode(Action<VideoFrame> emit)
        {
            for (var index = 0; index < all.Length; index++)
            {
                var (width, height, rgb) = isPng[index] ? Parts(LoadPng(all[index], limits)) : jpegs!.Next();
                emit(new VideoFrame(index, index, FrameFolderSource.DefaultFrameRate, width, height, rgb));
            }
        }
    }

    /// <summary>Loads a PNG file; its own exception becomes one that names the file.</summary>
    internal static RgbImage LoadPng(string path, DecodeLimits limits)
    {
        var bytes = PictureFiles.Read(path, limits);
        var (width, height) = PictureFiles.Size(path, bytes);
        limits.CheckSize(width, height, $"'{path}': the picture");
        try
        {
            return new RgbImage(width, height, PngReader.Read(bytes, limits.MaxPixels).ToRgb());
        }
        catch (PngFormatException error)
        {
            throw new VideoFormatException($"'{path}': {error.Message}", error);
        }
    }

    private static (int Width, int Height, byte[] Rgb) Parts(RgbImage image) => (image.Width, image.Height, image.Rgb);
}
