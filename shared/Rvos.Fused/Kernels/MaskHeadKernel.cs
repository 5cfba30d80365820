using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>The mask head: a 3x3 convolution to one channel over the upsampling of a hidden map by two.</summary>
internal static unsafe class MaskHeadKernel
{
    private const int Taps = 9;

    /// <summary>Logits (2h,2w) of a hidden map (h,w,c). Upsampling is linear in each channel, so the nine products are taken before it, at a quarter of the pixels.</summary>
    /// <param name="hidden">The map.</param>
    /// <param name="height">h.</param>
    /// <param name="width">w.</param>
    /// <param name="channels">c.</param>
    /// <param name="weights">Weights (3,3,c).</param>
    /// <param name="bias">Bias.</param>
    /// <param name="logits">Receives them.</param>
    internal static void Run<T, TElements>(T* hidden, int height, int width, int channels, float* weights, float bias, float* logits)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var products = new float[Taps * height * width];
        var columns = Tap.All(width, 2 * width);
        fixed (float* planes = products)
        fixed (Tap* taps = columns)
        {
            var (p, t) = ((nint)planes, (nint)taps);
            ThreadTeam.Run(height * width, (from, to) => Products<T, TElements>(hidden, height * width, channels, weights, (float*)p, from, to));
            ThreadTeam.Run(2 * height, (from, to) => Rows((float*)p, height, width, (Tap*)t, bias, logits, from, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products<T, TElements>(T* hidden, int pixels, int channels, float* weights, float* planes, int from, int to)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        for (var i = from; i < to; i++)
        {
            var source = hidden + (long)i * channels;
            for (var tap = 0; tap < Taps; tap++)
            {
                var factors = weights + tap * channels;
                var sums = Vector256<float>.Zero;
                var k = 0;
                for (; k + 8 <= channels; k += 8) sums = Vector256.MultiplyAddEstimate(TElements.Load(source + k), Vector256.Load(factors + k), sums);
                var sum = Vector256.Sum(sums);
                for (; k < channels; k++) sum += TElements.Load1(source[k]) * factors[k];
                planes[(long)tap * pixels + i] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(float* planes, int height, int width, Tap* columns, float bias, float* logits, int from, int to)
    {
        var (rows, wide) = (2 * height, 2 * width);
        var buffer = new float[width];
        fixed (float* line = buffer)
        {
            for (var y = from; y < to; y++)
            {
                var target = logits + (long)y * wide;
                new Span<float>(target, wide).Fill(bias);
                for (var v = 0; v < 3; v++)
                {
                    var source = y + v - 1;
                    if (source < 0 || source >= rows) continue;
                    var row = Tap.At(source, height, rows);
                    for (var u = 0; u < 3; u++)
                    {
                        var plane = planes + (long)(v * 3 + u) * height * width;
                        PlaneKernel.Blend(plane + row.Low * width, plane + row.High * width, row.Weight, line, width);
                        var (first, last) = (Math.Max(0, 1 - u), Math.Min(wide, wide + 1 - u));
                        for (var x = first; x < last; x++)
                        {
                            var column = columns + (x + u - 1);
                            target[x] += line[column->Low] + column->Weight * (line[column->High] - line[column->Low]);
                        }
                    }
                }
            }
        }
    }
}
