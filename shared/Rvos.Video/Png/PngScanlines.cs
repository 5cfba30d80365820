using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Rvos.Video.Png;

/// <summary>Rows of pixels: packed samples spread out, Adam7 passes put in place (clause 8).</summary>
internal static class PngScanlines
{
    private static readonly (int X, int Y, int Dx, int Dy)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="header">Size and format.</param>
    /// <param name="pixels">The rows, unpacked.</param>
    /// <param name="pixelBytes">Bytes wanted of each pixel.</param>
    /// <param name="read">Makes them of a row.</param>
    /// <returns>(H,W,pixelBytes).</returns>
    internal static byte[] Read(PngHeader header, Stream pixels, int pixelBytes, PngRowReader read)
    {
        var image = new byte[(long)header.Width * header.Height * pixelBytes];
        foreach (var (x0, y0, dx, dy) in header.IsInterlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            var columns = (header.Width - x0 + dx - 1) / dx;
            var rows = (header.Height - y0 + dy - 1) / dy;
            if (columns <= 0 || rows <= 0) continue;
            // Each row comes with its filter in front.
            var (line, above) = (new byte[1 + header.RowBytes(columns)], new byte[1 + header.RowBytes(columns)]);
            var spread = new byte[columns * pixelBytes];
            for (var row = 0; row < rows; row++)
            {
                pixels.ReadExactly(line);
                PngFilters.Undo(line[0], line.AsSpan(1), above.AsSpan(1), Math.Max(1, header.BitsPerPixel / 8));
                var target = image.AsSpan(((y0 + row * dy) * header.Width + x0) * pixelBytes);
                var place = new PngRow(y0 + row * dy, x0, dx);
                if (dx == 1) read(line.AsSpan(1), target[..spread.Length], place);
                else
                {
                    read(line.AsSpan(1), spread, place);
                    for (var column = 0; column < columns; column++) spread.AsSpan(column * pixelBytes, pixelBytes).CopyTo(target[(column * dx * pixelBytes)..]);
                }

                (line, above) = (above, line);
            }
        }

        return image;
    }

    /// <summary>Packed samples of a row as a byte each, of 16 bits as two in the machine's order.</summary>
    internal static void Spread(ReadOnlySpan<byte> line, int bits, Span<byte> target)
    {
        switch (bits)
        {
            case 8:
                line[..target.Length].CopyTo(target);
                break;
            case 16 when BitConverter.IsLittleEndian:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(line[..target.Length]), MemoryMarshal.Cast<byte, ushort>(target));
                break;
            case 16:
                line[..target.Length].CopyTo(target);
                break;
            default:
                for (var i = 0; i < target.Length; i++) target[i] = (byte)(line[(int)((long)i * bits / 8)] >> (8 - bits - (int)((long)i * bits % 8)) & ((1 << bits) - 1));
                break;
        }
    }
}
