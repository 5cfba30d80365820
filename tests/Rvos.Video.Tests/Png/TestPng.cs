using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Rvos.Video.Tests.Png;

/// <summary>Builds PNG files of every kind, straight from the standard and slowly.</summary>
internal static class TestPng
{
    public static byte[] Build(int width, int height, int bits, int colour, bool interlaced, ushort[] samples, byte[]? palette = null)
    {
        var channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var raw = new MemoryStream();
        for (var pass = 1; pass <= (interlaced ? 7 : 1); pass++)
        {
            var before = Array.Empty<byte>();
            var filter = pass;
            for (var y = 0; y < height; y++)
            {
                var values = new List<ushort>();
                for (var x = 0; x < width; x++)
                    if (!interlaced || PassOf(x, y) == pass)
                        for (var c = 0; c < channels; c++) values.Add(samples[(y * width + x) * channels + c]);
                if (values.Count == 0) continue;
                var line = Pack(values, bits);
                if (before.Length != line.Length) before = new byte[line.Length];
                filter = (filter + 1) % 5;
                raw.WriteByte((byte)filter);
                raw.Write(Filter(filter, line, before, Math.Max(1, bits * channels / 8)));
                before = line;
            }
        }

        return File(width, height, bits, colour, interlaced ? 1 : 0, Compress(raw.ToArray()), palette);
    }

    public static byte[] File(int width, int height, int bits, int colour, int interlace, byte[] compressed, byte[]? palette = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)bits, (byte)colour, (byte)interlace);
        var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        png.Write(Chunk("IHDR", header));
        png.Write(Chunk("tEXt", "Comment\0two data chunks"u8.ToArray()));
        if (palette is not null) png.Write(Chunk("PLTE", palette));
        png.Write(Chunk("IDAT", compressed[..(compressed.Length / 2)]));
        png.Write(Chunk("IDAT", compressed[(compressed.Length / 2)..]));
        png.Write(Chunk("IEND", []));
        return png.ToArray();
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        for (var i = 0; i < 4; i++) chunk[4 + i] = (byte)type[i];
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    public static byte[] Compress(byte[] raw)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal)) zlib.Write(raw);
        return compressed.ToArray();
    }

    // The picture of the standard, clause 8.2: which pass a pixel of an 8x8 block belongs to.
    private static int PassOf(int x, int y) => "1646264677777777565656567777777736463646777777775656565677777777"[y % 8 * 8 + x % 8] - '0';

    private static byte[] Pack(List<ushort> values, int bits)
    {
        var line = new byte[(values.Count * bits + 7) / 8];
        for (var i = 0; i < values.Count; i++)
            for (var bit = 0; bit < bits; bit++)
                if ((values[i] >> (bits - 1 - bit) & 1) != 0) line[(i * bits + bit) / 8] |= (byte)(0x80 >> (i * bits + bit) % 8);
        return line;
    }

    private static byte[] Filter(int filter, byte[] line, byte[] above, int step)
    {
        var result = new byte[line.Length];
        for (var i = 0; i < line.Length; i++)
        {
            int left = i < step ? 0 : line[i - step], up = above[i], corner = i < step ? 0 : above[i - step];
            int estimate = left + up - corner, dl = Math.Abs(estimate - left), du = Math.Abs(estimate - up), dc = Math.Abs(estimate - corner);
            var paeth = dl <= du && dl <= dc ? left : du <= dc ? up : corner;
            result[i] = (byte)(line[i] - (filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => paeth }));
        }

        return result;
    }
}
