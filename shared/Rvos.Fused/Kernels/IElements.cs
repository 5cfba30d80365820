using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>How elements of a type lie in memory, eight at a time.</summary>
/// <typeparam name="T">What an element is stored as.</typeparam>
internal unsafe interface IElements<T>
    where T : unmanaged
{
    static abstract Vector256<float> Load(T* from);

    static abstract void Store(T* to, Vector256<float> values);

    static abstract float Load1(T from);

    static abstract T Store1(float value);
}
