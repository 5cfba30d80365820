namespace Rvos.Weights;

/// <summary>Shape, strides and offset of a view, in elements, checked to lie inside its storage.</summary>
internal sealed class TensorLayout
{
    public const int MaxRank = 32;

    private TensorLayout(long[] shape, long[] strides, long offset, long elementCount)
    {
        Shape = shape;
        Strides = strides;
        Offset = offset;
        ElementCount = elementCount;
    }

    public long[] Shape { get; }

    public long[] Strides { get; }

    public long Offset { get; }

    public long ElementCount { get; }

    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                if (Shape[d] != 1 && Strides[d] != expected) return ElementCount == 0;
                expected *= Math.Max(Shape[d], 1);
            }

            return true;
        }
    }

    /// <summary>Null when the view is malformed, leaves the storage or would need 2 GiB or more.</summary>
    public static TensorLayout? Create(long[] shape, long[] strides, long offset, TensorStorage storage)
    {
        if (shape.Length != strides.Length || shape.Length > MaxRank || offset < 0) return null;
        if (shape.Any(s => s < 0) || strides.Any(s => s < 0)) return null;
        var empty = Array.IndexOf(shape, 0L) >= 0;
        if (empty) return new TensorLayout(shape, strides, 0, 0);

        Int128 count = 1;
        Int128 last = offset;
        for (var d = 0; d < shape.Length; d++)
        {
            count *= shape[d];
            last += (Int128)(shape[d] - 1) * strides[d];
            if (count * storage.DType.Size() > int.MaxValue || last >= storage.ElementCount) return null;
        }

        return last < storage.ElementCount ? new TensorLayout(shape, strides, offset, (long)count) : null;
    }

    /// <summary>Copies the view's elements of <paramref name="size"/> bytes to row-major order.</summary>
    public void Gather(ReadOnlySpan<byte> source, Span<byte> target, int size)
    {
        var position = new long[Shape.Length];
        var at = Offset;
        for (var written = 0; written < target.Length; written += size)
        {
            source.Slice(checked((int)(at * size)), size).CopyTo(target[written..]);
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                at += Strides[d];
                if (++position[d] < Shape[d]) break;
                at -= Strides[d] * Shape[d];
                position[d] = 0;
            }
        }
    }
}
