using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>Work on planes (H,W) in single precision, and on bytes of pixels.</summary>
internal static unsafe class PlaneKernel
{
    /// <summary>Bilinear upsampling with aligned corners, and the logistic function when asked for.</summary>
    internal static void Upsample(float* input, int height, int width, float* output, int rows, int columns, bool sigmoid)
    {
        var taps = Tap.All(width, columns);
        ThreadTeam.Run(rows, (from, to) => Rows(input, height, width, taps, output, rows, columns, sigmoid, from, to));
    }

    /// <summary>a + weight·(b - a) over count elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Blend(float* a, float* b, float weight, float* target, int count)
    {
        var factor = Vector256.Create(weight);
        var x = 0;
        for (; x + 8 <= count; x += 8)
        {
            var low = Vector256.Load(a + x);
            Vector256.MultiplyAddEstimate(factor, Vector256.Load(b + x) - low, low).Store(target + x);
        }

        for (; x < count; x++) target[x] = float.MultiplyAddEstimate(weight, b[x] - a[x], a[x]);
    }

    /// <summary>RGB bytes of pixels to value·scale[c] + shift[c].</summary>
    internal static void Normalise<T, TElements>(byte* rgb, T* output, int pixels, float* scale, float* shift)
        where T : unmanaged
        where TElements : struct, IElements<T> =>
        ThreadTeam.Run(pixels, (from, to) => Pixels<T, TElements>(rgb, output, scale, shift, from, to));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels<T, TElements>(byte* rgb, T* output, float* scale, float* shift, int from, int to)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        // Eight pixels are three vectors, in which the channels take turns.
        var factors = stackalloc float[24];
        var offsets = stackalloc float[24];
        for (var i = 0; i < 24; i++) (factors[i], offsets[i]) = (scale[i % 3], shift[i % 3]);
        var (at, end) = (3L * from, 3L * to);
        for (; at + 24 <= end; at += 24)
        {
            for (var part = 0; part < 24; part += 8)
            {
                var values = Vector256.Create(
                    (float)rgb[at + part], rgb[at + part + 1], rgb[at + part + 2], rgb[at + part + 3], rgb[at + part + 4], rgb[at + part + 5], rgb[at + part + 6], rgb[at + part + 7]);
                TElements.Store(output + at + part, Vector256.MultiplyAddEstimate(values, Vector256.Load(factors + part), Vector256.Load(offsets + part)));
            }
        }

        for (var i = 0; at + i < end; i++) output[at + i] = TElements.Store1(float.MultiplyAddEstimate(rgb[at + i], factors[i], offsets[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(float* input, int height, int width, Tap[] columns, float* output, int rows, int wide, bool sigmoid, int from, int to)
    {
        // Neighbouring output rows read the same two source rows: each is stretched once.
        var buffers = new float[2 * wide];
        fixed (float* low = buffers, high = &buffers[wide])
        fixed (Tap* taps = columns)
        {
            var (lowRow, highRow) = (-1, -1);
            float* a = low, b = high;
            for (var y = from; y < to; y++)
            {
                var row = Tap.At(y, height, rows);
                if (row.Low == highRow && row.Low != lowRow)
                {
                    var stretched = b;
                    b = a;
                    a = stretched;
                    (lowRow, highRow) = (highRow, lowRow);
                }

                if (row.Low != lowRow) Stretch(input + (long)row.Low * width, taps, a, wide);
                if (row.High != highRow) Stretch(input + (long)row.High * width, taps, b, wide);
                (lowRow, highRow) = (row.Low, row.High);
                var target = output + (long)y * wide;
                Blend(a, b, row.Weight, target, wide);
                if (sigmoid) Squash(target, wide);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stretch(float* source, Tap* taps, float* target, int count)
    {
        for (var x = 0; x < count; x++) target[x] = source[taps[x].Low] + taps[x].Weight * (source[taps[x].High] - source[taps[x].Low]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Squash(float* values, int count)
    {
        var x = 0;
        for (; x + 8 <= count; x += 8) Logistic.Of(Vector256.Load(values + x)).Store(values + x);
        if (x == count) return;
        var rest = stackalloc float[8];
        for (var i = x; i < count; i++) rest[i - x] = values[i];
        Logistic.Of(Vector256.Load(rest)).Store(rest);
        for (var i = x; i < count; i++) values[i] = rest[i - x];
    }
}
