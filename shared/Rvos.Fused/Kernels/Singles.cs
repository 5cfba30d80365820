using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>Single precision.</summary>
internal readonly unsafe struct Singles : IElements<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* to, Vector256<float> values) => values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(float from) => from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Store1(float value) => value;
}
