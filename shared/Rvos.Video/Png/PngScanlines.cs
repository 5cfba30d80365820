namespace Rvos.Video.Png;

/// <summary>Rows of pixels: filters undone (ISO/IEC 15948, clause 9), packed samples spread out, Adam7 passes put in place (clause 8).</summary>
internal static class PngScanlines
{
    private static readonly (int X, int Y, int Dx, int Dy)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    internal static ushort[] Read(PngHeader header, Stream pixels)
    {
        var channels = PngFormat.Channels(header.Colour);
        var samples = new ushort[(long)header.Width * header.Height * channels];
        foreach (var (x0, y0, dx, dy) in header.IsInterlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            var columns = (header.Width - x0 + dx - 1) / dx;
            var rows = (header.Height - y0 + dy - 1) / dy;
            if (columns <= 0 || rows <= 0) continue;
            var (line, above) = (new byte[header.RowBytes(columns)], new byte[header.RowBytes(columns)]);
            for (var row = 0; row < rows; row++)
            {
                var filter = pixels.ReadByte();
                if (filter < 0) throw new EndOfStreamException();
                pixels.ReadExactly(line);
                Unfilter(filter, line, above, Math.Max(1, header.BitsPerPixel / 8));
                var target = samples.AsSpan(((y0 + row * dy) * header.Width + x0) * channels);
                if (dx == 1) Unpack(line, header.Bits, target[..(columns * channels)]);
                else Scatter(line, header.Bits, target, columns, channels, dx);
                (line, above) = (above, line);
            }
        }

        return samples;
    }

    private static void Unpack(ReadOnlySpan<byte> line, int bits, Span<ushort> target)
    {
        if (bits == 8)
        {
            for (var i = 0; i < target.Length; i++) target[i] = line[i];
            return;
        }

        for (var i = 0; i < target.Length; i++) target[i] = Sample(line, i, bits);
    }

    private static void Scatter(ReadOnlySpan<byte> line, int bits, Span<ushort> target, int columns, int channels, int dx)
    {
        for (var column = 0; column < columns; column++)
            for (var channel = 0; channel < channels; channel++) target[column * dx * channels + channel] = Sample(line, column * channels + channel, bits);
    }

    private static ushort Sample(ReadOnlySpan<byte> line, int index, int bits) => bits switch
    {
        8 => line[index],
        16 => (ushort)(line[2 * index] << 8 | line[2 * index + 1]),
        _ => (ushort)(line[(int)((long)index * bits / 8)] >> (8 - bits - (int)((long)index * bits % 8)) & ((1 << bits) - 1)),
    };

    private static void Unfilter(int filter, byte[] line, byte[] above, int step)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = step; i < line.Length; i++) line[i] += line[i - step];
                break;
            case 2:
                for (var i = 0; i < line.Length; i++) line[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < line.Length; i++) line[i] += (byte)(((i < step ? 0 : line[i - step]) + above[i]) / 2);
                break;
            case 4:
                for (var i = 0; i < line.Length; i++) line[i] += i < step ? above[i] : Paeth(line[i - step], above[i], above[i - step]);
                break;
            default:
                throw new PngFormatException($"unknown filter {filter}");
        }
    }

    private static byte Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (dl, da, dc) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return (byte)(dl <= da && dl <= dc ? left : da <= dc ? above : corner);
    }
}
