using System.Text.Json;

namespace Rvos.Weights;

/// <summary>One tensor of a safetensors header and the bytes [Begin, End) that hold it.</summary>
internal sealed record SafetensorsTensor(TensorEntry Entry, long Begin, long End)
{
    public static SafetensorsTensor Read(string name, JsonElement element, long dataLength, string fileName)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Bad("is not an object");
        TensorDType? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        foreach (var property in element.EnumerateObject())
        {
            switch (property.Name)
            {
                case "dtype": dtype = DType(property.Value); break;
                case "shape": shape = Integers(property.Value, "shape"); break;
                case "data_offsets": offsets = Integers(property.Value, "data_offsets"); break;
                default: throw Bad($"has an unknown field '{property.Name}'");
            }
        }

        if (dtype is null || shape is null || offsets is null) throw Bad("lacks dtype, shape or data_offsets");
        if (offsets.Length != 2 || offsets[0] > offsets[1] || offsets[1] > dataLength)
            throw Bad($"has data_offsets [{string.Join(", ", offsets)}] outside the {dataLength} bytes of data");
        if (ByteLength(dtype.Value, shape) is not { } bytes || bytes != offsets[1] - offsets[0])
            throw Bad($"of shape [{string.Join(", ", shape)}] and type {dtype.Value.SafetensorsName()} does not fill its {offsets[1] - offsets[0]} bytes");
        return new SafetensorsTensor(new TensorEntry(name, dtype.Value, shape), offsets[0], offsets[1]);

        WeightsFormatException Bad(string what) => SafetensorsHeader.Bad(fileName, $"tensor '{name}' {what}");

        TensorDType DType(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && TensorDTypes.TryParse(value.GetString(), out var known)
                ? known
                : throw Bad($"has an unknown element type {value}");

        long[] Integers(JsonElement value, string field)
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > SafetensorsHeader.MaxRank)
                throw Bad($"has a {field} that is not a short list");
            return [.. value.EnumerateArray().Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                    ? number
                    : throw Bad($"has a {field} with something else than whole numbers >= 0"))];
        }
    }

    /// <summary>Bytes of a contiguous tensor, or null when they do not fit 64 bits.</summary>
    private static long? ByteLength(TensorDType dtype, long[] shape)
    {
        if (Array.IndexOf(shape, 0L) >= 0) return 0;
        Int128 bytes = dtype.Size();
        foreach (var size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue) return null;
        }

        return (long)bytes;
    }
}
