using System.Buffers.Binary;

namespace Rvos.Weights;

/// <summary>A pickle being read: little-endian values, bounds checked before anything is allocated.</summary>
internal sealed class PickleInput(Stream stream, string name)
{
    private const int MaxLine = 256;

    public string Name { get; } = name;

    public long Position => stream.Position;

    public long Remaining => Math.Max(0, stream.Length - stream.Position);

    public byte ReadByte()
    {
        var value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw Error("ends too early");
    }

    public byte[] ReadBytes(long count)
    {
        if (count < 0 || count > Remaining || count > Array.MaxLength) throw Error($"asks for {count} bytes where {Remaining} are left");
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    public ushort ReadUInt16()
    {
        Span<byte> bytes = stackalloc byte[2];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public double ReadDoubleBigEndian()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadDoubleBigEndian(bytes);
    }

    /// <summary>A short line of printable ASCII, without its end.</summary>
    public string ReadLine()
    {
        Span<char> line = stackalloc char[MaxLine];
        for (var length = 0; length < MaxLine; length++)
        {
            var value = ReadByte();
            if (value == '\n') return line[..length].ToString();
            if (value is < 0x20 or > 0x7e) throw Error("has a name that is not printable ASCII");
            line[length] = (char)value;
        }

        throw Error($"has a name longer than {MaxLine} characters");
    }

    public WeightsFormatException Error(string what) => new($"{Name}: {what} (at byte {Position})");

    private void Fill(Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length) throw Error("ends too early");
    }
}
