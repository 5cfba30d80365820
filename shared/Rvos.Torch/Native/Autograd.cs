using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial nint rt_detach(nint t);
    [LibraryImport(Library)] internal static partial int rt_requires_grad(nint t);
    [LibraryImport(Library)] internal static partial int rt_set_requires_grad(nint t, int on);
    [LibraryImport(Library)] internal static partial int rt_has_grad(nint t);
    [LibraryImport(Library)] internal static partial nint rt_grad(nint t);
    [LibraryImport(Library)] internal static partial int rt_set_grad(nint t, nint grad);
    [LibraryImport(Library)] internal static partial int rt_backward(nint t, nint gradient, int retain);
    [LibraryImport(Library)] internal static partial int rt_set_grad_enabled(int on);
    [LibraryImport(Library)] internal static partial int rt_is_grad_enabled();
}
