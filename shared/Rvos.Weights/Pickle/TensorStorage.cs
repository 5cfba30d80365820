namespace Rvos.Weights;

/// <summary>The flat memory behind tensors. In legacy files the bytes follow the pickle and are filled in afterwards.</summary>
internal sealed class TensorStorage(string key, TensorDType dtype, long elementCount)
{
    private ReadOnlyMemory<byte>? bytes;

    public string Key { get; } = key;

    public TensorDType DType { get; } = dtype;

    public long ElementCount { get; } = elementCount;

    public bool IsLoaded => bytes is not null;

    public ReadOnlyMemory<byte> Bytes
    {
        get => bytes ?? throw new InvalidOperationException($"storage '{Key}' is not loaded");
        set => bytes = value;
    }
}
