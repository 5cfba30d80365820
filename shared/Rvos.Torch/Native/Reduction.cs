using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial nint rt_sum(nint t);
    [LibraryImport(Library)] internal static partial nint rt_mean(nint t);
    [LibraryImport(Library)] internal static partial nint rt_max(nint t);
    [LibraryImport(Library)] internal static partial nint rt_min(nint t);
    [LibraryImport(Library)] internal static partial nint rt_all(nint t);
    [LibraryImport(Library)] internal static partial nint rt_any(nint t);
    [LibraryImport(Library)] internal static partial nint rt_norm(nint t);
    [LibraryImport(Library)] internal static partial nint rt_sum_dims(nint t, long* dims, int n, int keep);
    [LibraryImport(Library)] internal static partial nint rt_mean_dims(nint t, long* dims, int n, int keep);
    [LibraryImport(Library)] internal static partial nint rt_amax(nint t, long* dims, int n, int keep);
    [LibraryImport(Library)] internal static partial nint rt_amin(nint t, long* dims, int n, int keep);
    [LibraryImport(Library)] internal static partial nint rt_argmax(nint t, long dim, int keep);
}
