namespace Rvos.Weights;

/// <summary>Sizes and names of <see cref="TensorDType"/>.</summary>
public static class TensorDTypes
{
    /// <summary>Bytes of one element: 1, 2, 4 or 8.</summary>
    /// <param name="dtype">A defined element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public static int Size(this TensorDType dtype) => dtype switch
    {
        TensorDType.F64 or TensorDType.I64 => 8,
        TensorDType.F32 or TensorDType.I32 => 4,
        TensorDType.F16 or TensorDType.BF16 or TensorDType.I16 => 2,
        TensorDType.I8 or TensorDType.U8 or TensorDType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "unknown element type"),
    };

    /// <summary>The name in a safetensors header, such as <c>F32</c> or <c>BOOL</c>.</summary>
    /// <param name="dtype">A defined element type.</param>
    public static string SafetensorsName(this TensorDType dtype) => dtype == TensorDType.Bool ? "BOOL" : dtype.ToString();

    /// <summary>The element type of a safetensors name.</summary>
    /// <param name="name">Case-sensitive, such as <c>BF16</c>.</param>
    /// <param name="dtype">The element type when the name is known.</param>
    /// <returns>False for names this project does not read.</returns>
    public static bool TryParse(string? name, out TensorDType dtype)
    {
        foreach (var candidate in Enum.GetValues<TensorDType>())
        {
            dtype = candidate;
            if (candidate.SafetensorsName() == name) return true;
        }

        dtype = default;
        return false;
    }
}
