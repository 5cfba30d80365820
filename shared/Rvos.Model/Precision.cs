namespace Rvos.Model;

/// <summary>Precision of inference.</summary>
public enum Precision
{
    /// <summary>bf16 where the machine computes it in hardware, else fp32.</summary>
    Auto,
    /// <summary>Single precision.</summary>
    Float32,
    /// <summary>bfloat16.</summary>
    BFloat16,
}
