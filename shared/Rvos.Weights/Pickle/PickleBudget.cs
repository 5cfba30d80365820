namespace Rvos.Weights;

/// <summary>Counts what a file has cost so far against its limits; one budget covers all pickles of a file.</summary>
internal sealed class PickleBudget(PickleLimits limits)
{
    private long operations;
    private long tensorBytes;
    private long storageBytes;

    public PickleLimits Limits { get; } = limits;

    /// <summary>Counts instructions, or items that one instruction copies.</summary>
    public void Work(PickleInput input, long count = 1)
    {
        operations += count;
        if (operations > Limits.MaxOperations) throw input.Error($"has more than {Limits.MaxOperations} instructions");
    }

    /// <summary>Counts the bytes that a tensor would have when made contiguous.</summary>
    public void Tensor(PickleInput input, long bytes)
    {
        tensorBytes += bytes;
        if (tensorBytes > Limits.MaxTensorBytes) throw input.Error($"has tensors of more than {Limits.MaxTensorBytes} bytes, out of proportion to the file");
    }

    /// <summary>Counts the bytes of a storage before they are read.</summary>
    public void Storage(PickleInput input, long bytes)
    {
        storageBytes += bytes;
        if (storageBytes > Limits.MaxTensorBytes) throw input.Error($"has storages of more than {Limits.MaxTensorBytes} bytes, out of proportion to the file");
    }
}
