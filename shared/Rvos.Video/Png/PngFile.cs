using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Rvos.Video.Decoding;

namespace Rvos.Video.Png;

/// <summary>The chunks of a PNG, checked; the pixels are still packed.</summary>
internal sealed class PngFile : IDisposable
{
    private readonly MemoryStream compressed;

    private PngFile(PngHeader header, byte[] palette, byte[] transparency, MemoryStream compressed) =>
        (Header, Palette, Transparency, this.compressed) = (header, palette, transparency, compressed);

    /// <summary>Size and format.</summary>
    internal PngHeader Header { get; }

    /// <summary>RGB triples; empty unless the image has a palette.</summary>
    internal byte[] Palette { get; }

    /// <summary>The tRNS chunk (11.3.2.1): alphas of a palette's first entries, or the grey level or colour that is transparent, two bytes a sample; empty without.</summary>
    internal byte[] Transparency { get; }

    /// <summary>Reads the chunks.</summary>
    /// <param name="png">The whole file.</param>
    /// <param name="maxPixels">Largest width x height.</param>
    /// <param name="check">Throws where an image with such a header is not wanted: nothing of it is copied then.</param>
    /// <exception cref="PngFormatException">It is not a PNG, is damaged, exceeds the limit, or is not wanted.</exception>
    internal static PngFile Read(ReadOnlySpan<byte> png, long maxPixels, Action<PngHeader>? check = null)
    {
        if (!png.StartsWith(PngFormat.Signature)) throw new PngFormatException($"not a PNG: the signature is missing{PictureNames.Of(png)}");
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        var compressed = new MemoryStream();
        for (var at = PngFormat.Signature.Length; ;)
        {
            var type = Chunk(png, ref at, out var data);
            if (header is null != (type == "IHDR")) throw new PngFormatException(header is null ? $"the first chunk is {type}, not IHDR" : "a second IHDR");
            switch (type)
            {
                case "IHDR":
                    header = PngHeader.Read(data, maxPixels);
                    check?.Invoke(header);
                    break;
                case "PLTE":
                    if (data.Length == 0 || data.Length % 3 != 0 || data.Length > 768) throw new PngFormatException($"a palette of {data.Length} bytes");
                    palette = data.ToArray();
                    break;
                case "tRNS":
                    if (data.Length <= 256) transparency = data.ToArray();
                    break;
                case "IDAT":
                    // The rest of the file bounds what is to come: the stream never grows by copying.
                    if (compressed.Length == 0) compressed.Capacity = png.Length - at + data.Length;
                    compressed.Write(data);
                    break;
                case "IEND":
                    return new PngFile(header!, header!.Colour == PngColour.Palette ? Checked(palette) : [], transparency, compressed);
                default:
                    if (char.IsUpper(type[0])) throw new PngFormatException($"unknown critical chunk {type}");
                    break;
            }
        }
    }

    /// <summary>The header alone.</summary>
    /// <exception cref="PngFormatException">There is none at the start, it is damaged, or exceeds the limit.</exception>
    internal static PngHeader ReadHeader(ReadOnlySpan<byte> png, long maxPixels)
    {
        if (!png.StartsWith(PngFormat.Signature)) throw new PngFormatException($"not a PNG: the signature is missing{PictureNames.Of(png)}");
        var at = PngFormat.Signature.Length;
        var type = Chunk(png, ref at, out var data);
        return type == "IHDR" ? PngHeader.Read(data, maxPixels) : throw new PngFormatException($"the first chunk is {type}, not IHDR");
    }

    /// <summary>Unpacks the pixels.</summary>
    /// <param name="pixelBytes">Bytes wanted of each pixel.</param>
    /// <param name="read">Makes them.</param>
    /// <returns>(H,W,pixelBytes).</returns>
    /// <exception cref="PngFormatException">The pixels are damaged, or not what is wanted.</exception>
    internal byte[] Unpack(int pixelBytes, PngRowReader read)
    {
        // Deflate expands at most 1032 times: what cannot fill the image is refused before the image's memory is taken.
        if (compressed.Length * 1032 < (long)Header.RowBytes(Header.Width) * Header.Height) throw new PngFormatException("the pixel data are damaged or incomplete");
        compressed.Position = 0;
        try
        {
            using var pixels = new ZLibStream(compressed, CompressionMode.Decompress, leaveOpen: true);
            return PngScanlines.Read(Header, pixels, pixelBytes, read);
        }
        catch (Exception error) when (error is InvalidDataException or IOException) // what zlib says of bad data; the bytes are in memory
        {
            throw new PngFormatException("the pixel data are damaged or incomplete", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => compressed.Dispose();

    private static byte[] Checked(byte[] palette) => palette.Length > 0 ? palette : throw new PngFormatException("a palette image without a palette");

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
            throw new PngFormatException($"the checksum of chunk {Encoding.ASCII.GetString(type)} is wrong");
        at += 12 + (int)length;
        return Encoding.ASCII.GetString(type);
    }
}
