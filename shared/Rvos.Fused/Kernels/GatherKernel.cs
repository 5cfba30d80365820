using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>Puts a cell's input together, pixel by pixel.</summary>
internal static unsafe class GatherKernel
{
    /// <summary>Writes (h,w,total): bilinear upsampling (corners aligned) of the coarser map, the first and the second map (h,w,c), the mask (h,w), zeros. A null source stands
    /// for zeros; a coarser map or a mask that is null takes no channels.</summary>
    internal static void Run<T, TElements>(T* coarser, (int Height, int Width, int Channels) coarserSize, T* first, T* second, int channels, float* mask,
        T* output, int height, int width, int total)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var columns = coarserSize.Channels > 0 ? Tap.All(coarserSize.Width, width) : [];
        ThreadTeam.Run(height, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            for (var y = from; y < to; y++)
            {
                var row = coarserSize.Channels > 0 ? Tap.At(y, coarserSize.Height, height) : default;
                for (var x = 0; x < width; x++)
                {
                    var pixel = (long)y * width + x;
                    var (target, left) = ((nint)(output + pixel * total), total);
                    if (coarserSize.Channels > 0)
                    {
                        var pitch = (long)coarserSize.Width * coarserSize.Channels;
                        T* top = coarser + row.Low * pitch, bottom = coarser + row.High * pitch;
                        Mix<T, TElements>(top, bottom, row.Weight, columns[x], coarserSize.Channels, (T*)target);
                        target += coarserSize.Channels * sizeof(T);
                        left -= coarserSize.Channels;
                    }

                    Copy(first, pixel, channels, (T*)target);
                    Copy(second, pixel, channels, (T*)target + channels);
                    target += 2 * channels * sizeof(T);
                    left -= 2 * channels;
                    if (mask != null)
                    {
                        *(T*)target = TElements.Store1(mask[pixel]);
                        target += sizeof(T);
                        left--;
                    }

                    new Span<T>((T*)target, left).Clear();
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* source, long pixel, int count, T* target)
        where T : unmanaged
    {
        if (source == null) new Span<T>(target, count).Clear();
        else new ReadOnlySpan<T>(source + pixel * count, count).CopyTo(new Span<T>(target, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix<T, TElements>(T* top, T* bottom, float down, Tap column, int channels, T* target)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var (low, high) = ((long)column.Low * channels, (long)column.High * channels);
        var (right, left, up) = (column.Weight, 1f - column.Weight, 1f - down);
        var (vRight, vLeft, vDown, vUp) = (Vector256.Create(right), Vector256.Create(left), Vector256.Create(down), Vector256.Create(up));
        var k = 0;
        for (; k + 8 <= channels; k += 8)
        {
            var above = vLeft * TElements.Load(top + low + k) + vRight * TElements.Load(top + high + k);
            var below = vLeft * TElements.Load(bottom + low + k) + vRight * TElements.Load(bottom + high + k);
            TElements.Store(target + k, vUp * above + vDown * below);
        }

        for (; k < channels; k++)
        {
            var above = left * TElements.Load1(top[low + k]) + right * TElements.Load1(top[high + k]);
            var below = left * TElements.Load1(bottom[low + k]) + right * TElements.Load1(bottom[high + k]);
            target[k] = TElements.Store1(up * above + down * below);
        }
    }
}
