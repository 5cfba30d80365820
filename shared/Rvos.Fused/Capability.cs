namespace Rvos.Fused;

/// <summary>What the machine's convolutions can do.</summary>
public enum Capability
{
    /// <summary>libtorch has no fused convolutions.</summary>
    None = 0,
    /// <summary>Single precision.</summary>
    Float32 = 1,
    /// <summary>bf16 products in hardware (AVX512-BF16).</summary>
    BFloat16 = 2,
    /// <summary>bf16 products on matrix tiles (AMX).</summary>
    Tiles = 3,
}
