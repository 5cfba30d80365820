using System.Buffers.Binary;
using System.Text;

namespace Rvos.Hosting.Tests.Telemetry.Otlp;

/// <summary>A field of a message in Protocol Buffers' wire format: enough of it to look into what exporters send.</summary>
public readonly record struct ProtoField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    public IEnumerable<ProtoField> Fields => Read(Bytes);

    public static IEnumerable<ProtoField> Read(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            yield return (tag & 7) switch
            {
                0 => new((int)(tag >> 3), Varint(ref message), default),
                1 => new((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default),
                2 => new((int)(tag >> 3), 0, Take(ref message, (int)Varint(ref message))),
                5 => new((int)(tag >> 3), BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default),
                var wire => throw new FormatException($"wire type {wire}"),
            };
        }
    }

    /// <summary>The messages at a path of field numbers.</summary>
    public IEnumerable<ProtoField> At(params int[] path) => path.Aggregate(
        (IEnumerable<ProtoField>)[this], (fields, number) => fields.SelectMany(field => field.Fields).Where(field => field.Number == number));

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = Take(ref message, 1).Span[0];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80) return value;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int count)
    {
        var taken = message[..count];
        message = message[count..];
        return taken;
    }
}
