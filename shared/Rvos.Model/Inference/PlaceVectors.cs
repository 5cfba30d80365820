using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Rvos.Model.Inference;

/// <summary>Arithmetic over rows of places, in vectors of eight on any processor and in a fixed order.</summary>
internal static class PlaceVectors
{
    /// <summary>Replaces scores by exp(score - greatest), and returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Exponentials(Span<float> scores)
    {
        var wide = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var most = Vector256.Create(scores[0]);
        foreach (var vector in wide) most = Vector256.Max(most, vector);
        var greatest = scores[0];
        for (var i = 0; i < Vector256<float>.Count; i++) greatest = Math.Max(greatest, most[i]);
        for (var i = wide.Length * Vector256<float>.Count; i < scores.Length; i++) greatest = Math.Max(greatest, scores[i]);
        var sums = Vector256<float>.Zero;
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = Exponential(wide[i] - Vector256.Create(greatest));
            sums += wide[i];
        }

        var sum = Vector256.Sum(sums);
        for (var i = wide.Length * Vector256<float>.Count; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - greatest);
        return sum;
    }

    // exp(x) for x <= 0, to 2e-7: 2^n by the exponent's bits, the rest, within ln 2 / 2 of 0, by its series. Vector256.Exp goes through double precision and took most of the time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exponential(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(-87f));
        var n = Vector256.Floor(Vector256.FusedMultiplyAdd(x, Vector256.Create(1.442695041f), Vector256.Create(0.5f)));
        // ln 2 in two parts, so that nothing is lost in the difference.
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693145752f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-1.428606765e-6f), r);
        var series = Vector256.FusedMultiplyAdd(r, Vector256.Create(1 / 720f), Vector256.Create(1 / 120f));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(1 / 24f));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(1 / 6f));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(0.5f));
        series = Vector256.FusedMultiplyAdd(series * r, r, r + Vector256<float>.One);
        return series * ((Vector256.ConvertToInt32(n) + Vector256.Create(127)) << 23).AsSingle();
    }

    /// <summary>exp(score - best), for best scores that are not below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Mutuality(ReadOnlySpan<float> scores, ReadOnlySpan<float> best, Span<float> into)
    {
        var a = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var b = MemoryMarshal.Cast<float, Vector256<float>>(best);
        var c = MemoryMarshal.Cast<float, Vector256<float>>(into);
        for (var i = 0; i < a.Length; i++) c[i] = Exponential(a[i] - b[i]);
        for (var i = a.Length * Vector256<float>.Count; i < scores.Length; i++) into[i] = MathF.Exp(scores[i] - best[i]);
    }

    /// <summary>Products element by element, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(Span<float> target, ReadOnlySpan<float> by)
    {
        var a = MemoryMarshal.Cast<float, Vector256<float>>(target);
        var b = MemoryMarshal.Cast<float, Vector256<float>>(by);
        for (var i = 0; i < a.Length; i++) a[i] *= b[i];
        for (var i = a.Length * Vector256<float>.Count; i < target.Length; i++) target[i] *= by[i];
    }

    /// <summary>Sum of all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Sum(ReadOnlySpan<float> values)
    {
        var wide = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var sums = Vector256<float>.Zero;
        foreach (var vector in wide) sums += vector;
        var sum = Vector256.Sum(sums);
        for (var i = wide.Length * Vector256<float>.Count; i < values.Length; i++) sum += values[i];
        return sum;
    }

    /// <summary>Inner product; <paramref name="b"/> may be longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var wideA = MemoryMarshal.Cast<float, Vector256<float>>(a);
        var wideB = MemoryMarshal.Cast<float, Vector256<float>>(b);
        var sums = Vector256<float>.Zero;
        for (var i = 0; i < wideA.Length; i++) sums = Vector256.FusedMultiplyAdd(wideA[i], wideB[i], sums);
        var sum = Vector256.Sum(sums);
        for (var i = wideA.Length * Vector256<float>.Count; i < a.Length; i++) sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }
}
