using System.Buffers.Binary;
using System.Numerics;

namespace Rvos.Video.Decoding;

/// <summary>
/// Whether a Matroska or WebM file has all its bytes: its Segment element says how many there are (RFC 9559, RFC 8794). Blocks do not say how long the last frame is shown,
/// so that a declared length alone cannot tell a held last frame from a file that was cut.
/// </summary>
internal static class MatroskaLength
{
    private const uint Header = 0x1A45DFA3, Segment = 0x18538067;
    private const int IdBytes = 4;

    /// <summary>True when the Segment ends within the file, false when the file ends first; null when it does not say (a live stream), or the file is another.</summary>
    public static bool? IsWhole(string path)
    {
        using var file = File.OpenRead(path);
        if (ReadId(file) != Header || ReadSize(file) is not { } header || header > file.Length - file.Position) return null;
        file.Position += header;
        return ReadId(file) == Segment && ReadSize(file) is { } size ? size <= file.Length - file.Position : null;
    }

    private static uint? ReadId(FileStream file)
    {
        Span<byte> id = stackalloc byte[IdBytes];
        return file.ReadAtLeast(id, IdBytes, throwOnEndOfStream: false) == IdBytes ? BinaryPrimitives.ReadUInt32BigEndian(id) : null;
    }

    // The leading zeros of the first byte say how many bytes follow; all ones mean that the size is unknown.
    private static long? ReadSize(FileStream file)
    {
        var first = file.ReadByte();
        if (first <= 0) return null;
        var more = BitOperations.LeadingZeroCount((uint)first) - 24;
        var size = (long)first & ((1 << (7 - more)) - 1);
        for (var i = 0; i < more; i++)
        {
            var next = file.ReadByte();
            if (next < 0) return null;
            size = (size << 8) | (uint)next;
        }

        return size == (1L << (7 * (more + 1))) - 1 ? null : size;
    }
}
