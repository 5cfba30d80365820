namespace Rvos.Weights;

/// <summary>A PyTorch tensor: a strided view of a storage that other tensors may share. Checked to stay inside it.</summary>
public sealed class PickleTensor : PickleValue
{
    private readonly TensorStorage storage;
    private readonly TensorLayout layout;

    internal PickleTensor(TensorStorage storage, TensorLayout layout, bool requiresGrad, bool isParameter)
    {
        this.storage = storage;
        this.layout = layout;
        RequiresGrad = requiresGrad;
        IsParameter = isParameter;
    }

    /// <summary>Element type.</summary>
    public TensorDType DType => storage.DType;

    /// <summary>Sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape => layout.Shape;

    /// <summary>Steps between neighbours of each dimension in the storage, in elements; may be 0 (expanded), never negative.</summary>
    public IReadOnlyList<long> Strides => layout.Strides;

    /// <summary>First element in the storage.</summary>
    public long StorageOffset => layout.Offset;

    /// <summary>Whether PyTorch would compute a gradient for it.</summary>
    public bool RequiresGrad { get; }

    /// <summary>True for <c>nn.Parameter</c>.</summary>
    public bool IsParameter { get; }

    /// <summary>Product of the sizes.</summary>
    public long ElementCount => layout.ElementCount;

    /// <summary>Bytes of the contiguous tensor; less than 2 GiB.</summary>
    public int ByteLength => checked((int)(ElementCount * DType.Size()));

    /// <inheritdoc/>
    public override string Kind => "tensor";

    /// <summary>The contiguous, row-major, little-endian bytes, sharing memory with the storage where it is already so.</summary>
    public ReadOnlyMemory<byte> ToContiguous()
    {
        var size = DType.Size();
        if (layout.IsContiguous) return storage.Bytes.Slice(checked((int)(layout.Offset * size)), ByteLength);
        var target = new byte[ByteLength];
        layout.Gather(storage.Bytes.Span, target, size);
        return target;
    }

    /// <summary>The tensor under a name, ready to be written.</summary>
    /// <param name="name">Name in the new file.</param>
    public TensorData ToTensorData(string name) => new(new TensorEntry(name, DType, [.. layout.Shape]), ToContiguous());

    internal PickleTensor AsParameter(bool requiresGrad) => new(storage, layout, requiresGrad, isParameter: true);
}
