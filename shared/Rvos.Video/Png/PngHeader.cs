using System.Buffers.Binary;

namespace Rvos.Video.Png;

/// <summary>The IHDR chunk, checked.</summary>
internal sealed record PngHeader(int Width, int Height, int Bits, PngColour Colour, bool IsInterlaced)
{
    internal int BitsPerPixel => Bits * PngFormat.Channels(Colour);

    /// <summary>Bytes of a row of some columns, without the filter byte.</summary>
    internal int RowBytes(int columns) => checked((int)(((long)columns * BitsPerPixel + 7) / 8));

    internal static PngHeader Read(ReadOnlySpan<byte> data, long maxPixels)
    {
        if (data.Length != 13) throw new PngFormatException($"the header has {data.Length} bytes, 13 expected");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width == 0 || height == 0 || width > int.MaxValue || height > int.MaxValue) throw new PngFormatException($"impossible size {width}x{height}");
        if ((long)width * height > maxPixels) throw new PngFormatException($"{width}x{height} pixels are more than the limit of {maxPixels}");
        var (bits, colour, interlace) = (data[8], (PngColour)data[9], data[12]);
        var allowed = colour switch
        {
            PngColour.Grey => bits is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => bits is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => bits is 8 or 16,
            _ => false,
        };
        if (!allowed) throw new PngFormatException($"colour type {data[9]} with {bits} bits does not exist");
        if (data[10] != 0 || data[11] != 0) throw new PngFormatException("unknown compression or filter method");
        if (interlace > 1) throw new PngFormatException($"unknown interlace method {interlace}");
        return new PngHeader((int)width, (int)height, bits, colour, interlace == 1);
    }
}
