using System.Buffers.Binary;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>Which files are pictures, and what their first bytes say of their size.</summary>
internal static class PictureFiles
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a file is called as pictures are; the content decides what it is.</summary>
    public static bool IsPicture(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    /// <summary>Whether a file begins as a PNG does, whatever it is called; false where it cannot be read, which its reader says.</summary>
    public static bool IsPng(string path)
    {
        Span<byte> start = stackalloc byte[8];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(PngSignature);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a file begins as a PNG does.</summary>
    /// <exception cref="VideoFormatException">It cannot be read.</exception>
    public static bool HasPngSignature(string path, DecodeLimits limits) => Read(path, limits).AsSpan().StartsWith(PngSignature);

    /// <summary>Reads a picture file, bounded.</summary>
    /// <exception cref="VideoFormatException">Missing, empty or too large.</exception>
    public static byte[] Read(string path, DecodeLimits limits)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (file.Length == 0) throw new VideoFormatException($"'{path}': the file is empty");
            if (file.Length > limits.MaxPictureFileBytes)
                throw new VideoLimitException($"'{path}': {file.Length} bytes; the limit is {limits.MaxPictureFileBytes}");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VideoFormatException($"'{path}': cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The size in pixels from the header of a JPEG (ITU-T T.81, B.2.2) or PNG file.</summary>
    /// <exception cref="VideoFormatException">Neither, or without a size.</exception>
    public static (int Width, int Height) Size(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 24 && bytes.StartsWith(PngSignature))
            return ((int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes[16..])),
                (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])));
        return JpegSize(bytes) ?? throw new VideoFormatException(bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? $"'{path}': a JPEG without a size" : $"'{path}': neither a JPEG nor a PNG picture{PictureNames.Of(bytes)}");
    }

    private static (int Width, int Height)? JpegSize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return null;
        for (var at = 2; at + 9 <= bytes.Length;)
        {
            if (bytes[at] != 0xFF) return null;
            var marker = bytes[at + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            var isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (isFrame)
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        return null;
    }
}
