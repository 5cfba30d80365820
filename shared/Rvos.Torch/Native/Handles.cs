using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The C functions of native/*.cpp. A null handle or a negative status means that <c>rt_last_error</c> holds libtorch's message.</summary>
internal static unsafe partial class Native
{
    private const string Library = "rvos_torch";

    static Native()
    {
        // Debian's OpenMP build starts with one thread; the machine's cores are what a caller expects, unless the environment says otherwise.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"))) rt_set_threads(Environment.ProcessorCount);
    }

    internal static nint Checked(nint handle) => handle != 0 ? handle : throw Failure();

    internal static void Checked(int status)
    {
        if (status < 0) throw Failure();
    }

    private static ExternalException Failure() =>
        new(Marshal.PtrToStringUTF8(rt_last_error())?.TrimEnd() ?? "libtorch failed without a message");

    [LibraryImport(Library)] private static partial nint rt_last_error();
    [LibraryImport(Library)] internal static partial void rt_free(nint t);
    [LibraryImport(Library)] internal static partial int rt_dim(nint t);
    [LibraryImport(Library)] internal static partial long rt_numel(nint t);
    [LibraryImport(Library)] internal static partial int rt_dtype(nint t);
    [LibraryImport(Library)] internal static partial int rt_device_type(nint t);
    [LibraryImport(Library)] internal static partial int rt_device_index(nint t);
    [LibraryImport(Library)] internal static partial int rt_is_contiguous(nint t, int memory);
    [LibraryImport(Library)] internal static partial int rt_element_size(nint t);
    [LibraryImport(Library)] internal static partial void rt_sizes(nint t, long* sizes);
    [LibraryImport(Library)] internal static partial void rt_strides(nint t, long* strides);
    [LibraryImport(Library)] internal static partial void* rt_data(nint t);
    [LibraryImport(Library)] internal static partial int rt_item(nint t, out double real, out long whole);
    [LibraryImport(Library)] internal static partial void rt_set_threads(int threads);
    [LibraryImport(Library)] internal static partial int rt_threads();
    [LibraryImport(Library)] internal static partial int rt_cuda_available();
    [LibraryImport(Library)] internal static partial int rt_cuda_count();
    [LibraryImport(Library)] internal static partial int rt_manual_seed(long seed);
}
