using System.Runtime.InteropServices;

namespace Rvos.Fused;

// Mirrors struct Kernels of native/kernels.h, field by field.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KernelTable
{
    internal delegate* unmanaged<byte*, void*, long, float*, float*, int, void> Normalise;
    internal delegate* unmanaged<void*, void*, long, long, long, long, int, void> MaxPool3;
    internal delegate* unmanaged<void*, void*, long, long, long, long, int, void> MaxPool2;
    internal delegate* unmanaged<float*, float*, long, long, void> MaskPool;
    internal delegate* unmanaged<void*, long, long, long, void*, void*, long, float*, void*, long, long, long, int, void> Gather;
    internal delegate* unmanaged<void*, void*, void*, void*, void*, long, long, int, void> Lstm;
    internal delegate* unmanaged<void*, long, long, long, float*, float, float*, float*, int, void> MaskHead;
    internal delegate* unmanaged<float*, long, long, float*, long, long, int, void> UpsamplePlane;
}
