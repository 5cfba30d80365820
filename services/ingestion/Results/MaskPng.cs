using System.Buffers.Binary;
using System.IO.Hashing;

namespace Rvos.Ingestion.Results;

/// <summary>Tells whether bytes that the decoder wrote as a PNG (ISO/IEC 15948) are still whole, without unpacking the pixels.</summary>
internal static class MaskPng
{
    private const int ChunkFrame = 12, HeaderEnd = 33;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>What is wrong with a mask of a size; null when it is whole.</summary>
    internal static string? Fault(ReadOnlySpan<byte> png, int width, int height)
    {
        if (png.Length < HeaderEnd || !png.StartsWith(Signature)) return "it is no PNG";
        for (var at = Signature.Length; ;)
        {
            var rest = png[at..];
            if (rest.Length < ChunkFrame) return "it ends early";
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkFrame) return "a chunk is longer than the mask";
            var checkedPart = rest.Slice(4, 4 + (int)length);
            if (Crc32.HashToUInt32(checkedPart) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..])) return "a checksum is wrong";
            at += ChunkFrame + (int)length;
            if (checkedPart.StartsWith("IEND"u8)) return at == png.Length ? SizeFault(png, width, height) : "something follows its end";
        }
    }

    private static string? SizeFault(ReadOnlySpan<byte> png, int width, int height)
    {
        var (columns, rows) = (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));
        return png.Slice(12, 4).SequenceEqual("IHDR"u8) && (columns, rows) == (width, height) ? null : $"it has not the video's size, {width}x{height}";
    }
}
