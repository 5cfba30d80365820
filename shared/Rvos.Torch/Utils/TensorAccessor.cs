namespace TorchSharp.Utils;

/// <summary>The elements of a contiguous CPU tensor; keeps the tensor alive.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed unsafe class TensorAccessor<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly T* data;

    internal TensorAccessor(torch.Tensor tensor, T* data, int count)
    {
        this.tensor = tensor;
        this.data = data;
        Count = count;
    }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>The element at a flat, row-major index.</summary>
    public T this[long index]
    {
        get => Span[checked((int)index)];
        set => Span[checked((int)index)] = value;
    }

    /// <summary>A copy of all elements in row-major order.</summary>
    public T[] ToArray() => Span.ToArray();

    /// <summary>Copies all elements in row-major order.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        Span[checked((int)tensorIndex)..].CopyTo(array.AsSpan(arrayIndex));

    private Span<T> Span => tensor.IsInvalid ? throw new ObjectDisposedException(nameof(torch.Tensor)) : new Span<T>(data, (int)Count);
}
