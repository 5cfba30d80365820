using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>1 / (1 + e^-x) and the hyperbolic tangent, eight at a time: the same bits for an element wherever in a vector it is.</summary>
internal static class Logistic
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Of(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Exponential(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Tangent(Vector256<float> x) =>
        Vector256.Create(2f) / (Vector256<float>.One + Exponential(x * Vector256.Create(-2f))) - Vector256<float>.One;

    // e^x to 2e-7: 2^n by the exponent's bits, what remains, within ln 2 / 2 of 0, by a polynomial. Vector256.Exp goes through double precision.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exponential(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Create(88f), Vector256.Max(Vector256.Create(-87f), x));
        var n = Vector256.Floor(Vector256.MultiplyAddEstimate(x, Vector256.Create(1.44269504f), Vector256.Create(0.5f)));
        // ln 2 in two parts, so that nothing is lost in the difference.
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.MultiplyAddEstimate(r, Vector256.Create(1.9875691500e-4f), Vector256.Create(1.3981999507e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.MultiplyAddEstimate(p * r, r, r + Vector256<float>.One);
        return p * ((Vector256.ConvertToInt32Native(n) + Vector256.Create(127)) << 23).AsSingle();
    }
}
