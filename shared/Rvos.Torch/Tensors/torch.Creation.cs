using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor whose elements are whatever its memory held.</summary>
    public static unsafe Tensor empty(long[] size, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        fixed (long* p = size) return new Tensor(Native.rt_empty(p, size.Length, (int)dtype, Kind(device), Index(device)));
    }

    /// <summary>A tensor of zeros.</summary>
    public static unsafe Tensor zeros(long[] size, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        fixed (long* p = size) return new Tensor(Native.rt_zeros(p, size.Length, (int)dtype, Kind(device), Index(device)));
    }

    /// <summary>A tensor of ones.</summary>
    public static Tensor ones(long[] size, ScalarType dtype = ScalarType.Float32, Device? device = null) => full(size, 1, dtype, device);

    /// <summary>A tensor of one number.</summary>
    public static unsafe Tensor full(long[] size, Scalar value, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        fixed (long* p = size)
            return new Tensor(Native.rt_full(p, size.Length, value.Real, value.Whole, value.Tag, (int)dtype, Kind(device), Index(device)));
    }

    /// <summary>Numbers uniform in [0, 1).</summary>
    public static unsafe Tensor rand(long[] size, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        fixed (long* p = size) return new Tensor(Native.rt_rand(p, size.Length, (int)dtype, Kind(device), Index(device)));
    }

    /// <summary>Normal numbers of mean 0 and variance 1.</summary>
    public static unsafe Tensor randn(long[] size, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        fixed (long* p = size) return new Tensor(Native.rt_randn(p, size.Length, (int)dtype, Kind(device), Index(device)));
    }

    /// <summary>Numbers from <paramref name="start"/> up to, not including, <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType dtype = ScalarType.Float32, Device? device = null) =>
        new(Native.rt_arange(start.Real, stop.Real, step.Real, (int)dtype, Kind(device), Index(device)));

    /// <summary>A tensor of single-precision numbers in row-major order.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions) => FromArray(rawArray, dimensions, ScalarType.Float32);

    /// <summary>A tensor of one dimension.</summary>
    public static Tensor tensor(float[] rawArray) => FromArray(rawArray, [rawArray.Length], ScalarType.Float32);

    /// <summary>A tensor of double-precision numbers in row-major order.</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions) => FromArray(rawArray, dimensions, ScalarType.Float64);

    /// <summary>A tensor of one dimension.</summary>
    public static Tensor tensor(double[] rawArray) => FromArray(rawArray, [rawArray.Length], ScalarType.Float64);

    /// <summary>A tensor of 64-bit integers in row-major order.</summary>
    public static Tensor tensor(long[] rawArray, ReadOnlySpan<long> dimensions) => FromArray(rawArray, dimensions, ScalarType.Int64);

    /// <summary>A tensor of one dimension.</summary>
    public static Tensor tensor(long[] rawArray) => FromArray(rawArray, [rawArray.Length], ScalarType.Int64);

    /// <summary>A tensor of bytes in row-major order.</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions) => FromArray(rawArray, dimensions, ScalarType.Byte);

    /// <summary>A tensor of one dimension.</summary>
    public static Tensor tensor(byte[] rawArray) => FromArray(rawArray, [rawArray.Length], ScalarType.Byte);

    private static unsafe Tensor FromArray<T>(T[] data, ReadOnlySpan<long> dimensions, ScalarType dtype) where T : unmanaged
    {
        var count = 1L;
        foreach (var size in dimensions) count = checked(count * size);
        if (count != data.Length) throw new ArgumentException($"{data.Length} elements do not fill [{string.Join('x', dimensions.ToArray())}]");
        fixed (byte* source = MemoryMarshal.AsBytes(data.AsSpan()))
        fixed (long* p = dimensions)
            return new Tensor(Native.rt_from_bytes((nint)source, p, dimensions.Length, (int)dtype));
    }

    private static int Kind(Device? device) => (int)(device?.type ?? DeviceType.CPU);

    private static int Index(Device? device) => device?.index ?? -1;
}
