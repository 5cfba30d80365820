using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Rvos.Weights;

/// <summary>
/// The checked header of a safetensors file: 8 bytes of length, then JSON, then the data without holes or overlaps
/// (https://huggingface.co/docs/safetensors, "Format").
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";
    public const int MaxBytes = 16 << 20;
    public const int MaxRank = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private SafetensorsHeader(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>Tensors in the order of their data; offsets count from the start of the file.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public static SafetensorsHeader Read(ByteSource source, string fileName)
    {
        if (source.Length < 8) throw Bad(fileName, $"{source.Length} bytes are too few for a safetensors file");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(source.Slice(0, 8));
        if (length > MaxBytes) throw Bad(fileName, $"header of {length} bytes, at most {MaxBytes} are read");
        if (length > (ulong)(source.Length - 8)) throw Bad(fileName, $"header of {length} bytes in a file of {source.Length}");
        var json = source.Slice(8, (int)length);
        if (json.IsEmpty || json[0] != (byte)'{') throw Bad(fileName, "header does not start with '{' at byte 8");
        if (!Utf8.IsValid(json)) throw Bad(fileName, "header is not UTF-8");

        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), Strict);
            var dataStart = 8 + (long)length;
            return Read(document.RootElement, dataStart, source.Length - dataStart, fileName);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape such as \ud800 that is no character.
            throw new WeightsFormatException($"{fileName}: header is not valid JSON: {exception.Message}", exception);
        }
    }

    private static SafetensorsHeader Read(JsonElement root, long dataStart, long dataLength, string fileName)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new List<SafetensorsTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name)) throw Bad(fileName, $"duplicate tensor '{property.Name}'");
            if (property.Name == MetadataKey) ReadMetadata(property.Value, metadata, fileName);
            else tensors.Add(SafetensorsTensor.Read(property.Name, property.Value, dataLength, fileName));
        }

        tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long position = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != position)
                throw Bad(fileName, $"tensor '{tensor.Entry.Name}' starts at data byte {tensor.Begin}, {(tensor.Begin < position ? "inside another tensor" : "after a hole")}: {position} expected");
            position = tensor.End;
        }

        if (position != dataLength) throw Bad(fileName, $"tensors end at data byte {position} of {dataLength}");
        return new SafetensorsHeader([.. tensors.Select(t => t with { Begin = t.Begin + dataStart, End = t.End + dataStart })], metadata);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string fileName)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Bad(fileName, $"{MetadataKey} is not an object");
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String) throw Bad(fileName, $"metadata '{property.Name}' is not a string");
            if (!metadata.TryAdd(property.Name, property.Value.GetString()!)) throw Bad(fileName, $"duplicate metadata '{property.Name}'");
        }
    }

    internal static WeightsFormatException Bad(string fileName, string what) => new($"{fileName}: {what}");
}
