using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rvos.Hosting.Http;

/// <summary>Bytes in Base64, decoded where they stay: the framework's own converter decodes into a buffer as long as the text, and copies.</summary>
internal sealed class Base64BytesConverter : JsonConverter<byte[]>
{
    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped) return reader.GetBytesFromBase64();
        var text = reader.ValueSpan;
        var bytes = new byte[text.Length / 4 * 3 - (text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0)];
        // Text with white space has fewer bytes; wrong text is refused by whoever says so otherwise.
        return Base64.DecodeFromUtf8(text, bytes, out var read, out var written) == OperationStatus.Done && read == text.Length && written == bytes.Length ? bytes : reader.GetBytesFromBase64();
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value);
}
