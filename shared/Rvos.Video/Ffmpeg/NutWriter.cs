using System.Buffers.Binary;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// Writes one video stream of self-contained frames as NUT (version 3, ffmpeg.org/~michael/nut.txt), the container whose
/// frames carry exact timestamps and sizes in a few bytes: it hands ffmpeg frames over a pipe with nothing left to guess.
/// Each frame follows a sync point of its own.
/// </summary>
internal sealed class NutWriter
{
    private const ulong MainCode = 0x4E4D7A561F5F04AD;
    private const ulong StreamCode = 0x4E5311405BF2F9DB;
    private const ulong SyncCode = 0x4E4BE4ADEECA4569;
    private const int PtsShift = 7;
    private const ulong CodedFlags = 4096;
    private const ulong KeyFrame = 1;
    private const ulong CodedPts = 8;
    private const ulong SizeStored = 32;
    private const ulong Checksum = 64;

    private static readonly byte[] Identity = "nut/multimedia container\0"u8.ToArray();

    private readonly Stream _output;

    /// <summary>Writes the file's headers.</summary>
    /// <param name="output">Where to; not owned.</param>
    /// <param name="fourcc">The codec's four bytes: "MJPG", or "RGB" and 24 for raw rgb24.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="timeBase">Seconds per tick.</param>
    public NutWriter(Stream output, ReadOnlySpan<byte> fourcc, int width, int height, Rational timeBase)
    {
        _output = output;
        output.Write(Identity);
        WritePacket(MainCode, MainHeader(timeBase));
        WritePacket(StreamCode, StreamHeader(fourcc, width, height));
    }

    /// <summary>Writes one frame. Timestamps must be 0 or more and increase.</summary>
    public void WriteFrame(long pts, ReadOnlySpan<byte> data)
    {
        var sync = new MemoryStream();
        Variable(sync, (ulong)pts);
        Variable(sync, 0);
        WritePacket(SyncCode, sync);

        var header = new MemoryStream();
        header.WriteByte(0);
        Variable(header, KeyFrame | CodedPts | SizeStored | Checksum);
        Variable(header, (ulong)pts + (1ul << PtsShift));
        Variable(header, (ulong)data.Length);
        WriteChecksum(header, Written(header));
        _output.Write(Written(header));
        _output.Write(data);
    }

    private static MemoryStream MainHeader(Rational timeBase)
    {
        var main = new MemoryStream();
        Variable(main, 3);
        Variable(main, 1);
        Variable(main, 65536);
        Variable(main, 1);
        Variable(main, (ulong)timeBase.Numerator);
        Variable(main, (ulong)timeBase.Denominator);
        // All 255 frame codes alike: the frame's own flags follow. Fields: pts delta, multiplier, stream, size, reserved, count.
        Variable(main, CodedFlags);
        foreach (var field in (ReadOnlySpan<ulong>)[6, 0, 1, 0, 0, 0, 255]) Variable(main, field);
        Variable(main, 0);
        return main;
    }

    private static MemoryStream StreamHeader(ReadOnlySpan<byte> fourcc, int width, int height)
    {
        var stream = new MemoryStream();
        Variable(stream, 0);
        Variable(stream, 0);
        Variable(stream, (ulong)fourcc.Length);
        stream.Write(fourcc);
        // Time base, pts shift, largest pts step without checksum, decode delay, flags, codec data.
        foreach (var field in (ReadOnlySpan<ulong>)[0, PtsShift, 1, 0, 0, 0]) Variable(stream, field);
        foreach (var field in (ReadOnlySpan<ulong>)[(ulong)width, (ulong)height, 1, 1, 0]) Variable(stream, field);
        return stream;
    }

    private void WritePacket(ulong code, MemoryStream content)
    {
        WriteChecksum(content, Written(content));
        var head = new MemoryStream();
        Span<byte> start = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(start, code);
        head.Write(start);
        Variable(head, (ulong)content.Length);
        _output.Write(Written(head));
        _output.Write(Written(content));
    }

    private static ReadOnlySpan<byte> Written(MemoryStream stream) => stream.GetBuffer().AsSpan(0, (int)stream.Length);

    /// <summary>Seven bits a byte, most significant first, the high bit set on all but the last.</summary>
    private static void Variable(MemoryStream stream, ulong value)
    {
        var shift = 0;
        while (shift < 63 && value >> (shift + 7) != 0) shift += 7;
        for (; shift > 0; shift -= 7) stream.WriteByte((byte)(0x80 | (value >> shift)));
        stream.WriteByte((byte)(value & 0x7F));
    }

    /// <summary>CRC-32, polynomial 0x04C11DB7, most significant bit first, initial value 0.</summary>
    private static void WriteChecksum(MemoryStream stream, ReadOnlySpan<byte> data)
    {
        uint crc = 0;
        foreach (var value in data)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc >> 31) * 0x04C11DB7);
        }
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, crc);
        stream.Write(bytes);
    }
}
