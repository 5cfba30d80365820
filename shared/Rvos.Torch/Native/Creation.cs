using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial nint rt_empty(long* sizes, int n, int dtype, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_zeros(long* sizes, int n, int dtype, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_full(long* sizes, int n, double real, long whole, int tag, int dtype, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_arange(double start, double stop, double step, int dtype, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_rand(long* sizes, int n, int dtype, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_randn(long* sizes, int n, int dtype, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_from_bytes(nint bytes, long* sizes, int n, int dtype);
    [LibraryImport(Library)] internal static partial nint rt_to_dtype(nint t, int dtype, int copy);
    [LibraryImport(Library)] internal static partial nint rt_to_device(nint t, int kind, int index);
    [LibraryImport(Library)] internal static partial nint rt_contiguous(nint t, int memory);
    [LibraryImport(Library)] internal static partial nint rt_clone(nint t);
    [LibraryImport(Library)] internal static partial nint rt_alias(nint t);
    [LibraryImport(Library)] internal static partial int rt_move_(nint t, int kind, int index);
}
