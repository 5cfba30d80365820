namespace Rvos.Weights;

/// <summary>Bounds on what a pickle may cost. The defaults hold for every checkpoint of the RVOS family with room to spare.</summary>
public sealed record PickleLimits
{
    /// <summary>The defaults.</summary>
    public static PickleLimits Default { get; } = new();

    /// <summary>Instructions, plus the items that instructions copy. Default 5,000,000.</summary>
    public long MaxOperations { get; init; } = 5_000_000;

    /// <summary>Values on the stack and, separately, in the memo. Default 1,000,000.</summary>
    public int MaxStack { get; init; } = 1_000_000;

    /// <summary>Nesting of containers in the result. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Nodes of the result, shared parts counted each time. Default 5,000,000.</summary>
    public long MaxNodes { get; init; } = 5_000_000;

    /// <summary>Bytes of one string. Default 1 MiB.</summary>
    public int MaxStringBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of one integer. Default 256.</summary>
    public int MaxIntegerBytes { get; init; } = 256;

    /// <summary>Bytes of the pickle inside a zip checkpoint. Default 64 MiB.</summary>
    public int MaxPickleBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Bytes of all tensors made contiguous, and of all storages. Default 16 GiB; never more than four times the file plus
    /// 64 MiB, so that a small file cannot ask for much memory.
    /// </summary>
    public long MaxTensorBytes { get; init; } = 16L << 30;

    internal PickleLimits ForFileOf(long bytes) => this with { MaxTensorBytes = Math.Min(MaxTensorBytes, (64L << 20) + 4 * bytes) };
}
