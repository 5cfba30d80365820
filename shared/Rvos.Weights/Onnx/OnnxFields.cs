using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace Rvos.Weights;

/// <summary>Protocol-buffer messages of a file, field by field. Fields that nobody asks for are passed over; a message never reads beyond its own end.</summary>
internal sealed class OnnxFields : IDisposable
{
    private readonly CodedInputStream input;
    private readonly string name;
    private long end;

    internal OnnxFields(byte[] bytes, string name) => (input, this.name, end) = (new CodedInputStream(bytes), name, bytes.Length);

    public void Dispose() => input.Dispose();

    /// <summary>Reads the whole file as one message.</summary>
    /// <param name="field">Told a field's number and wire type; true when it has read the value.</param>
    internal void Read(Func<int, WireType, bool> field)
    {
        try
        {
            ReadFields(field);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new WeightsFormatException($"{name}: not a protocol-buffer message: {error.Message}", error);
        }
    }

    /// <summary>Reads the message in a field.</summary>
    internal void Message(Func<int, WireType, bool> field)
    {
        var (length, outer) = (Length(), end);
        end = input.Position + length;
        ReadFields(field);
        end = outer;
    }

    internal string Text(int limit)
    {
        var bytes = Bytes();
        if (bytes.Length > limit) throw new WeightsFormatException($"{name}: a name of {bytes.Length} bytes, at most {limit} are read");
        return bytes.ToStringUtf8();
    }

    internal long Whole() => input.ReadInt64();

    internal float Number() => input.ReadFloat();

    /// <summary>Whole numbers of a repeated field, one or packed.</summary>
    internal void Wholes(WireType type, List<long> into, int limit)
    {
        if (type == WireType.Varint) Add(into, limit);
        else
        {
            var last = Length() + input.Position;
            while (input.Position < last) Add(into, limit);
        }
    }

    internal ByteString Bytes()
    {
        var before = input.Position;
        var bytes = input.ReadBytes();
        return input.Position <= end ? bytes : throw Beyond(before);
    }

    private void ReadFields(Func<int, WireType, bool> field)
    {
        while (input.Position < end)
        {
            var before = input.Position;
            var tag = input.ReadTag();
            if (!field(GetTagFieldNumber(tag), GetTagWireType(tag))) input.SkipLastField();
            if (input.Position > end) throw Beyond(before);
        }
    }

    private void Add(List<long> into, int limit)
    {
        into.Add(input.ReadInt64());
        if (into.Count > limit) throw new WeightsFormatException($"{name}: a list of more than {limit} numbers");
    }

    private int Length()
    {
        var before = input.Position;
        var length = input.ReadLength();
        return length >= 0 && length <= end - input.Position ? length : throw Beyond(before);
    }

    private WeightsFormatException Beyond(long position) => new($"{name}: the field at byte {position} ends beyond its message");
}
