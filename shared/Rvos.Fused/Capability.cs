namespace Rvos.Fused;

/// <summary>What the machine's convolutions can do.</summary>
public enum Capability
{
    /// <summary>No oneDNN 2.x was found when the native library was built.</summary>
    None = 0,
    /// <summary>Single precision.</summary>
    Float32 = 1,
    /// <summary>bf16 products in hardware (AVX512-BF16).</summary>
    BFloat16 = 2,
    /// <summary>bf16 products on matrix tiles (AMX).</summary>
    Tiles = 3,
}
