namespace TorchSharp;

public static partial class torch
{
    /// <summary>Element types, numbered as libtorch numbers them.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8-bit integer.</summary>
        Byte = 0,
        /// <summary>Signed 8-bit integer.</summary>
        Int8 = 1,
        /// <summary>Signed 16-bit integer.</summary>
        Int16 = 2,
        /// <summary>Signed 32-bit integer.</summary>
        Int32 = 3,
        /// <summary>Signed 64-bit integer.</summary>
        Int64 = 4,
        /// <summary>IEEE 754 half precision.</summary>
        Float16 = 5,
        /// <summary>IEEE 754 single precision.</summary>
        Float32 = 6,
        /// <summary>IEEE 754 double precision.</summary>
        Float64 = 7,
        /// <summary>Boolean, one byte.</summary>
        Bool = 11,
        /// <summary>bfloat16: the upper half of a single.</summary>
        BFloat16 = 15,
    }

    /// <summary>Unsigned 8-bit integer.</summary>
    public static readonly ScalarType uint8 = ScalarType.Byte;
    /// <summary>Signed 32-bit integer.</summary>
    public static readonly ScalarType int32 = ScalarType.Int32;
    /// <summary>Signed 64-bit integer.</summary>
    public static readonly ScalarType int64 = ScalarType.Int64;
    /// <summary>Half precision.</summary>
    public static readonly ScalarType float16 = ScalarType.Float16;
    /// <summary>Single precision.</summary>
    public static readonly ScalarType float32 = ScalarType.Float32;
    /// <summary>Double precision.</summary>
    public static readonly ScalarType float64 = ScalarType.Float64;
    /// <summary>bfloat16.</summary>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;
    /// <summary>Boolean.</summary>
    public static readonly ScalarType @bool = ScalarType.Bool;
}
