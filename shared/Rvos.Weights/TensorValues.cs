using System.Buffers.Binary;

namespace Rvos.Weights;

/// <summary>Conversion of stored elements to single precision.</summary>
public static class TensorValues
{
    /// <summary>
    /// Converts little-endian elements to single precision, exactly where a single can hold the value and rounded to nearest
    /// otherwise; booleans become 0 and 1.
    /// </summary>
    /// <param name="dtype">Type of the source elements.</param>
    /// <param name="source">Source elements, packed.</param>
    /// <param name="target">As many values as the source holds.</param>
    /// <exception cref="ArgumentException">The two lengths do not agree.</exception>
    public static void ToSingle(TensorDType dtype, ReadOnlySpan<byte> source, Span<float> target)
    {
        var size = dtype.Size();
        if (source.Length != (long)target.Length * size)
            throw new ArgumentException($"{source.Length} bytes are not {target.Length} elements of {dtype.SafetensorsName()}", nameof(source));
        for (var i = 0; i < target.Length; i++) target[i] = Element(dtype, source.Slice(i * size, size));
    }

    private static float Element(TensorDType dtype, ReadOnlySpan<byte> bytes) => dtype switch
    {
        TensorDType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        TensorDType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        TensorDType.BF16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        TensorDType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        TensorDType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        TensorDType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        TensorDType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        TensorDType.I8 => (sbyte)bytes[0],
        TensorDType.U8 => bytes[0],
        TensorDType.Bool => bytes[0] != 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "unknown element type"),
    };
}
