namespace Rvos.Weights;

/// <summary>Element types of stored tensors, named as in safetensors. All are little-endian on disk and in memory.</summary>
public enum TensorDType
{
    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    F32,
    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    F16,
    /// <summary>bfloat16: the upper half of a single, 2 bytes.</summary>
    BF16,
    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    F64,
    /// <summary>Signed integer, 8 bytes.</summary>
    I64,
    /// <summary>Signed integer, 4 bytes.</summary>
    I32,
    /// <summary>Signed integer, 2 bytes.</summary>
    I16,
    /// <summary>Signed integer, 1 byte.</summary>
    I8,
    /// <summary>Unsigned integer, 1 byte.</summary>
    U8,
    /// <summary>Boolean, 1 byte, 0 or 1.</summary>
    Bool,
}
