namespace Rvos.Weights;

/// <summary>What a weights file says about one tensor. Two entries are equal when name, element type and shape are.</summary>
/// <param name="Name">The tensor's key, such as <c>encoder.base.conv1.weight</c>.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes, outermost first (row-major); empty for a scalar. No size is negative.</param>
public sealed record TensorEntry(string Name, TensorDType DType, long[] Shape)
{
    /// <summary>Product of the sizes; 1 for a scalar, 0 when a size is 0.</summary>
    /// <exception cref="OverflowException">The product does not fit 64 bits (readers never return such an entry).</exception>
    public long ElementCount
    {
        get
        {
            if (Array.IndexOf(Shape, 0L) >= 0) return 0;
            return Shape.Aggregate(1L, (product, size) => checked(product * size));
        }
    }

    /// <summary>Bytes of the contiguous tensor.</summary>
    /// <exception cref="OverflowException">The product does not fit 64 bits (readers never return such an entry).</exception>
    public long ByteLength => checked(ElementCount * DType.Size());

    /// <inheritdoc/>
    public bool Equals(TensorEntry? other) =>
        other is not null && Name == other.Name && DType == other.DType && Shape.AsSpan().SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DType, Shape.Length);

    /// <summary>Name, element type and shape, such as <c>decoder.conv_out.bias F32 [1]</c>.</summary>
    public override string ToString() => $"{Name} {DType.SafetensorsName()} [{string.Join(", ", Shape)}]";
}
