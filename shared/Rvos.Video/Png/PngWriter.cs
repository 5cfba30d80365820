using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Rvos.Video.Masks;

namespace Rvos.Video.Png;

/// <summary>Writes PNG without filters: label masks as indexed images with the DAVIS palette, grey and RGB images.</summary>
public static class PngWriter
{
    /// <summary>A mask as an 8-bit indexed PNG with the DAVIS palette.</summary>
    public static byte[] Encode(LabelMask mask) => Encode(mask.Width, mask.Height, 8, PngColour.Palette, mask.Labels, DavisPalette.Rgb.ToArray());

    /// <summary>An 8-bit grey image (H,W).</summary>
    public static byte[] EncodeGrey(int width, int height, ReadOnlySpan<byte> grey) => Encode(width, height, 8, PngColour.Grey, grey, []);

    /// <summary>A 16-bit grey image (H,W).</summary>
    public static byte[] EncodeGrey16(int width, int height, ReadOnlySpan<ushort> grey)
    {
        var bytes = new byte[grey.Length * 2];
        for (var i = 0; i < grey.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), grey[i]);
        return Encode(width, height, 16, PngColour.Grey, bytes, []);
    }

    /// <summary>An 8-bit RGB image (H,W,3).</summary>
    public static byte[] EncodeRgb(int width, int height, ReadOnlySpan<byte> rgb) => Encode(width, height, 8, PngColour.Rgb, rgb, []);

    private static byte[] Encode(int width, int height, int bits, PngColour colour, ReadOnlySpan<byte> pixels, byte[] palette)
    {
        var rowBytes = width * PngFormat.Channels(colour) * bits / 8;
        if (width < 1 || height < 1 || pixels.Length != (long)rowBytes * height) throw new ArgumentException($"{pixels.Length} bytes do not make {width}x{height} pixels");
        using var output = new MemoryStream();
        output.Write(PngFormat.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = ((byte)bits, (byte)colour, 0, 0, 0);
        WriteChunk(output, "IHDR", header);
        if (palette.Length > 0) WriteChunk(output, "PLTE", palette);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(y * rowBytes, rowBytes));
            }
        }

        WriteChunk(output, "IDAT", compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        WriteChunk(output, "IEND", []);
        return output.ToArray();
    }

    private static void WriteChunk(MemoryStream output, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        Span<byte> name = stackalloc byte[4];
        System.Text.Encoding.ASCII.GetBytes(type, name);
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        output.Write(word);
        output.Write(name);
        output.Write(data);
        var checksum = new Crc32();
        checksum.Append(name);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, checksum.GetCurrentHashAsUInt32());
        output.Write(word);
    }
}
