namespace Rvos.Video.Png;

/// <summary>Reads PNG (ISO/IEC 15948): all colour types and depths, interlaced too. Chunk checksums are verified, sizes bounded before memory is taken.</summary>
public static class PngReader
{
    /// <summary>Default limit of pixels: 64 million.</summary>
    public const long DefaultMaxPixels = 64_000_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="PngFormatException">It is not a PNG, is damaged, or exceeds the limit; the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PngImage Read(string path, long maxPixels = DefaultMaxPixels)
    {
        try
        {
            return Read(ReadBytes(path, maxPixels), maxPixels);
        }
        catch (PngFormatException error)
        {
            throw new PngFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="png">The whole file.</param>
    /// <param name="maxPixels">Largest width x height; at most <see cref="DefaultMaxPixels"/>.</param>
    /// <exception cref="PngFormatException">They are not a PNG, are damaged, or exceed the limit.</exception>
    public static PngImage Read(ReadOnlySpan<byte> png, long maxPixels = DefaultMaxPixels)
    {
        using var file = PngFile.Read(png, Math.Min(maxPixels, DefaultMaxPixels));
        var header = file.Header;
        var pixelBytes = PngFormat.Channels(header.Colour) * (header.Bits == 16 ? 2 : 1);
        var samples = file.Unpack(pixelBytes, (line, target, _) => PngScanlines.Spread(line, header.Bits, target));
        return new PngImage(header.Width, header.Height, header.Colour, header.Bits, samples, file.Palette);
    }

    /// <summary>Columns and rows that the header of a file says; nothing else is looked at.</summary>
    /// <param name="png">The file.</param>
    /// <param name="maxPixels">Largest width x height; at most <see cref="DefaultMaxPixels"/>.</param>
    /// <exception cref="PngFormatException">There is no such header, or the image exceeds the limit.</exception>
    public static (int Width, int Height) SizeOf(ReadOnlySpan<byte> png, long maxPixels = DefaultMaxPixels)
    {
        var header = PngFile.ReadHeader(png, Math.Min(maxPixels, DefaultMaxPixels));
        return (header.Width, header.Height);
    }

    /// <summary>The bytes of a file that may be a PNG within the limit.</summary>
    internal static byte[] ReadBytes(string path, long maxPixels)
    {
        // No PNG within the limit needs more than 8 bytes for a pixel and a megabyte of text.
        if (new FileInfo(path) is { Exists: true } file && file.Length > Math.Min(maxPixels, DefaultMaxPixels) * 8 + (1 << 20)) throw new PngFormatException($"{file.Length} bytes are too many for {maxPixels} pixels");
        return File.ReadAllBytes(path);
    }
}
