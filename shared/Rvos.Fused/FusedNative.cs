using System.Runtime.InteropServices;

namespace Rvos.Fused;

internal static unsafe partial class FusedNative
{
    private const string Library = "rvos_fused";

    internal static readonly KernelTable* Kernels = rf_kernels();

    internal static string LastError => Marshal.PtrToStringUTF8(rf_last_error()) ?? "unknown error";

    [LibraryImport(Library)] private static partial KernelTable* rf_kernels();
    [LibraryImport(Library)] internal static partial int rf_capability();
    [LibraryImport(Library)] internal static partial void rf_set_threads(int threads);
    [LibraryImport(Library)] internal static partial int rf_threads();
    [LibraryImport(Library)] internal static partial void* rf_allocate(long bytes);
    [LibraryImport(Library)] internal static partial void rf_release(void* memory);
    [LibraryImport(Library)] internal static partial nint rf_convolution_create(float* weights, float* bias, long inputs, long outputs, long kernel, long stride, int relu, int residual, int type);
    [LibraryImport(Library)] internal static partial int rf_convolution_run(nint convolution, void* input, void* output, long n, long h, long w);
    [LibraryImport(Library)] internal static partial void rf_convolution_free(nint convolution);
    [LibraryImport(Library)] private static partial nint rf_last_error();
}
