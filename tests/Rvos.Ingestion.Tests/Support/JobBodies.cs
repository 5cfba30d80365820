using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Json;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Rle;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Bodies of requests, as text, for videos of 128 x 96 pixels.</summary>
internal static class JobBodies
{
    internal const int Width = 128, Height = 96;
    internal const string Box = """{"id":1,"box":[10,10,50,40],"fill":true}""";

    internal static string OneShot(string video, string objects = Box, string more = "") => $$"""{"video":"{{video}}","mode":"one-shot","outputs":[],"objects":[{{objects}}]{{more}}}""";

    internal static LabelMask Labels(params (byte Label, int X, int Y)[] boxes) => Labels(Width, Height, boxes);

    internal static LabelMask Labels(int width, int height, params (byte Label, int X, int Y)[] boxes)
    {
        var labels = new byte[width * height];
        foreach (var (label, x, y) in boxes)
            for (var row = y; row < y + 20; row++) labels.AsSpan(row * width + x, 20).Fill(label);
        return new LabelMask(width, height, labels);
    }

    internal static string Png(LabelMask mask) => Convert.ToBase64String(PngWriter.Encode(mask));

    internal static string Rle(LabelMask mask, byte label) =>
        JsonSerializer.Serialize(new { size = new[] { mask.Height, mask.Width }, counts = RleMask.Encode(mask, label).ToCompressedString() });

    /// <summary>The same uncompressed, as pycocotools takes it for crowds.</summary>
    internal static string RleList(LabelMask mask, byte label) =>
        JsonSerializer.Serialize(new { size = new[] { mask.Height, mask.Width }, counts = RleMask.Encode(mask, label).Counts });

    /// <summary>A white PNG that is transparent where a mask shows nothing.</summary>
    internal static string AlphaPng(LabelMask mask)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < mask.Height; y++)
            {
                deflate.WriteByte(0);
                for (var x = 0; x < mask.Width; x++) deflate.Write([255, 255, 255, mask.Labels[y * mask.Width + x] == 0 ? (byte)0 : (byte)255]);
            }
        }

        var header = PngWriter.Encode(mask).AsSpan(16, 13).ToArray();
        (header[8], header[9]) = (8, 6);
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR", header);
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        return Convert.ToBase64String(png.ToArray());
    }

    /// <summary>A PNG that says to be small or large and unpacks to a gigabyte.</summary>
    internal static string Bomb(int width, int height, int bits = 8, int colour = 0)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++) deflate.Write(zeros);
        }

        var small = PngWriter.Encode(Labels(Width, Height, (1, 0, 0)));
        // Signature and header of a mask, with another size and content.
        using var png = new MemoryStream();
        png.Write(small, 0, 8);
        var header = small.AsSpan(16, 13).ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header, width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        // Grey of 8 bits, unless another format is wanted: no palette is needed.
        (header[8], header[9]) = ((byte)bits, (byte)colour);
        Chunk(png, "IHDR", header);
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        return Convert.ToBase64String(png.ToArray());
    }

    private static void Chunk(Stream png, string type, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        byte[] all = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        png.Write(all);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(all));
        png.Write(number);
    }
}
