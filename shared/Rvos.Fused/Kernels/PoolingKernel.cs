using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>Max-pooling over (N,H,W,C).</summary>
internal static unsafe class PoolingKernel
{
    /// <summary>Windows of 3x3, stride 2, padding 1: (N,H,W,C) to (N,(H+1)/2,(W+1)/2,C).</summary>
    internal static void Three<T, TElements>(T* input, T* output, int frames, int height, int width, int channels)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var (rows, columns) = ((height + 1) / 2, (width + 1) / 2);
        ThreadTeam.Run(frames * rows, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var (frame, y) = Math.DivRem(row, rows);
                var (top, bottom) = (Math.Max(0, 2 * y - 1), Math.Min(height - 1, 2 * y + 1));
                for (var x = 0; x < columns; x++)
                {
                    var (left, right) = (Math.Max(0, 2 * x - 1), Math.Min(width - 1, 2 * x + 1));
                    var first = input + (((long)frame * height + top) * width + left) * channels;
                    Window<T, TElements>(first, bottom - top + 1, right - left + 1, (long)width * channels, output + ((long)row * columns + x) * channels, channels);
                }
            }
        });
    }

    /// <summary>Windows of 2x2, stride 2: (N,H,W,C) to (N,H/2,W/2,C).</summary>
    internal static void Two<T, TElements>(T* input, T* output, int frames, int height, int width, int channels)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var (rows, columns) = (height / 2, width / 2);
        ThreadTeam.Run(frames * rows, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var (frame, y) = Math.DivRem(row, rows);
                for (var x = 0; x < columns; x++)
                {
                    var first = input + (((long)frame * height + 2 * y) * width + 2 * x) * channels;
                    Window<T, TElements>(first, 2, 2, (long)width * channels, output + ((long)row * columns + x) * channels, channels);
                }
            }
        });
    }

    /// <summary>Windows of 2x2 over a plane (H,W), sizes rounded up.</summary>
    internal static void Plane(ReadOnlySpan<float> input, Span<float> output, int height, int width)
    {
        var (rows, columns) = ((height + 1) / 2, (width + 1) / 2);
        var line = new float[width];
        for (var y = 0; y < rows; y++)
        {
            var top = input.Slice(2 * y * width, width);
            var bottom = 2 * y + 1 < height ? input.Slice((2 * y + 1) * width, width) : top;
            var x = 0;
            for (; x + 8 <= width; x += 8) Vector256.Max(Vector256.Create(top[x..]), Vector256.Create(bottom[x..])).CopyTo(line, x);
            for (; x < width; x++) line[x] = Math.Max(top[x], bottom[x]);
            var target = output.Slice(y * columns, columns);
            for (x = 0; x < width / 2; x++) target[x] = Math.Max(line[2 * x], line[2 * x + 1]);
            if (columns > width / 2) target[^1] = line[^1];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<T, TElements>(T* first, int rows, int columns, long pitch, T* output, int channels)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var k = 0;
        for (; k + 8 <= channels; k += 8)
        {
            var best = TElements.Load(first + k);
            for (var v = 0; v < rows; v++)
                for (var u = 0; u < columns; u++) best = Vector256.Max(best, TElements.Load(first + v * pitch + (long)u * channels + k));
            TElements.Store(output + k, best);
        }

        for (; k < channels; k++)
        {
            var best = TElements.Load1(first[k]);
            for (var v = 0; v < rows; v++)
                for (var u = 0; u < columns; u++) best = Math.Max(best, TElements.Load1(first[v * pitch + (long)u * channels + k]));
            output[k] = TElements.Store1(best);
        }
    }
}
