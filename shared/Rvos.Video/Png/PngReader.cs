using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

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
            // No PNG within the limit needs more than 8 bytes for a pixel and a megabyte of text.
            if (new FileInfo(path) is { Exists: true } file && file.Length > Math.Min(maxPixels, DefaultMaxPixels) * 8 + (1 << 20)) throw new PngFormatException($"{file.Length} bytes are too many for {maxPixels} pixels");
            return Read(File.ReadAllBytes(path), maxPixels);
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
        if (!png.StartsWith(PngFormat.Signature)) throw new PngFormatException("not a PNG: the signature is missing");
        PngHeader? header = null;
        byte[] palette = [];
        using var compressed = new MemoryStream();
        for (var at = PngFormat.Signature.Length; ;)
        {
            var type = Chunk(png, ref at, out var data);
            if (header is null != (type == "IHDR")) throw new PngFormatException(header is null ? $"the first chunk is {type}, not IHDR" : "a second IHDR");
            switch (type)
            {
                case "IHDR":
                    header = PngHeader.Read(data, Math.Min(maxPixels, DefaultMaxPixels));
                    break;
                case "PLTE":
                    if (data.Length == 0 || data.Length % 3 != 0 || data.Length > 768) throw new PngFormatException($"a palette of {data.Length} bytes");
                    palette = data.ToArray();
                    break;
                case "IDAT":
                    compressed.Write(data);
                    break;
                case "IEND":
                    return Decode(header!, palette, compressed);
                default:
                    if (char.IsUpper(type[0])) throw new PngFormatException($"unknown critical chunk {type}");
                    break;
            }
        }
    }

    private static string Chunk(ReadOnlySpan<byte> png, ref int at, out ReadOnlySpan<byte> data)
    {
        if (png.Length - at < 12) throw new PngFormatException("the file ends before its end chunk");
        var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
        if (length > png.Length - at - 12) throw new PngFormatException("a chunk is longer than the file");
        var type = png.Slice(at + 4, 4);
        foreach (var letter in type)
            if (!char.IsAsciiLetter((char)letter)) throw new PngFormatException("a chunk has no name");
        data = png.Slice(at + 8, (int)length);
        if (BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + (int)length)..]) != Crc32.HashToUInt32(png.Slice(at + 4, 4 + (int)length)))
            throw new PngFormatException($"the checksum of chunk {System.Text.Encoding.ASCII.GetString(type)} is wrong");
        at += 12 + (int)length;
        return System.Text.Encoding.ASCII.GetString(type);
    }

    private static PngImage Decode(PngHeader header, byte[] palette, MemoryStream compressed)
    {
        if (header.Colour == PngColour.Palette && palette.Length == 0) throw new PngFormatException("a palette image without a palette");
        // Deflate expands at most 1032 times: what cannot fill the image is refused before the image's memory is taken.
        if (compressed.Length * 1032 < (long)header.RowBytes(header.Width) * header.Height) throw new PngFormatException("the pixel data are damaged or incomplete");
        compressed.Position = 0;
        try
        {
            using var pixels = new ZLibStream(compressed, CompressionMode.Decompress);
            var samples = PngScanlines.Read(header, pixels);
            return new PngImage(header.Width, header.Height, header.Colour, header.Bits, samples, header.Colour == PngColour.Palette ? palette : []);
        }
        catch (Exception error) when (error is InvalidDataException or IOException) // what zlib says of bad data; the bytes are in memory
        {
            throw new PngFormatException("the pixel data are damaged or incomplete", error);
        }
    }
}
