namespace Rvos.Fused;

/// <summary>Element types of activations.</summary>
public enum ElementType
{
    /// <summary>Single precision, 4 bytes.</summary>
    Float32 = 0,
    /// <summary>The upper half of a single, 2 bytes.</summary>
    BFloat16 = 1,
}
