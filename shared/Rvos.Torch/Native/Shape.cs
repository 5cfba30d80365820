using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial nint rt_view(nint t, long* sizes, int n);
    [LibraryImport(Library)] internal static partial nint rt_reshape(nint t, long* sizes, int n);
    [LibraryImport(Library)] internal static partial nint rt_permute(nint t, long* dims, int n);
    [LibraryImport(Library)] internal static partial nint rt_expand(nint t, long* sizes, int n);
    [LibraryImport(Library)] internal static partial nint rt_flip(nint t, long* dims, int n);
    [LibraryImport(Library)] internal static partial nint rt_transpose(nint t, long a, long b);
    [LibraryImport(Library)] internal static partial nint rt_unsqueeze(nint t, long dim);
    [LibraryImport(Library)] internal static partial nint rt_squeeze(nint t, long dim);
    [LibraryImport(Library)] internal static partial nint rt_flatten(nint t, long first, long last);
    [LibraryImport(Library)] internal static partial nint rt_select(nint t, long dim, long index);
    [LibraryImport(Library)] internal static partial nint rt_narrow(nint t, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial nint rt_index_select(nint t, long dim, nint index);
    [LibraryImport(Library)] internal static partial nint rt_gather(nint t, long dim, nint index);
    [LibraryImport(Library)] internal static partial nint rt_cat(nint* tensors, int count, long dim);
    [LibraryImport(Library)] internal static partial nint rt_stack(nint* tensors, int count, long dim);
}
