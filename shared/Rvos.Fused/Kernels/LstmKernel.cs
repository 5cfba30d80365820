using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rvos.Fused.Kernels;

/// <summary>The gates of a ConvLSTM cell, over pixels (p,4c), in the order i f o g.</summary>
internal static unsafe class LstmKernel
{
    /// <summary>c = f·c' + i·g, h = o·tanh(c).</summary>
    /// <param name="gates">The object's part (p,4c).</param>
    /// <param name="shared">The frame's part (p,4c), added.</param>
    /// <param name="before">c' (p,c), or null for zeros.</param>
    /// <param name="hidden">Receives h (p,c).</param>
    /// <param name="cell">Receives c (p,c).</param>
    /// <param name="pixels">p.</param>
    /// <param name="channels">c.</param>
    internal static void Run<T, TElements>(T* gates, T* shared, T* before, T* hidden, T* cell, int pixels, int channels)
        where T : unmanaged
        where TElements : struct, IElements<T> =>
        ThreadTeam.Run(pixels, (from, to) => Pixels<T, TElements>(gates, shared, before, hidden, cell, channels, from, to));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels<T, TElements>(T* gates, T* shared, T* before, T* hidden, T* cell, int channels, int from, int to)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        // What is left of the channels is computed in vectors too, from copies: an element's bits do not depend on where it is.
        const int Lanes = 8, Inputs = 9;
        var rest = stackalloc T[(Inputs + 2) * Lanes];
        for (long i = from; i < to; i++)
        {
            var (g, s) = ((nint)(gates + i * 4 * channels), (nint)(shared + i * 4 * channels));
            var (b, h, c) = ((nint)(before == null ? null : before + i * channels), (nint)(hidden + i * channels), (nint)(cell + i * channels));
            var k = 0;
            for (; k + Lanes <= channels; k += Lanes)
                Step<T, TElements>((T*)g + k, (T*)s + k, channels, b == 0 ? null : (T*)b + k, (T*)h + k, (T*)c + k);
            var left = channels - k;
            if (left == 0) continue;
            for (var part = 0; part < 4; part++)
            {
                for (var n = 0; n < left; n++)
                {
                    rest[part * Lanes + n] = ((T*)g)[part * channels + k + n];
                    rest[(part + 4) * Lanes + n] = ((T*)s)[part * channels + k + n];
                }
            }

            if (b != 0) for (var n = 0; n < left; n++) rest[8 * Lanes + n] = ((T*)b)[k + n];
            Step<T, TElements>(rest, rest + 4 * Lanes, Lanes, b == 0 ? null : rest + 8 * Lanes, rest + 9 * Lanes, rest + 10 * Lanes);
            for (var n = 0; n < left; n++)
            {
                ((T*)h)[k + n] = rest[9 * Lanes + n];
                ((T*)c)[k + n] = rest[10 * Lanes + n];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T, TElements>(T* gates, T* shared, int stride, T* before, T* hidden, T* cell)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var input = Logistic.Of(TElements.Load(gates) + TElements.Load(shared));
        var output = Logistic.Of(TElements.Load(gates + 2 * stride) + TElements.Load(shared + 2 * stride));
        var next = input * Logistic.Tangent(TElements.Load(gates + 3 * stride) + TElements.Load(shared + 3 * stride));
        if (before != null) next = Vector256.MultiplyAddEstimate(Logistic.Of(TElements.Load(gates + stride) + TElements.Load(shared + stride)), TElements.Load(before), next);
        TElements.Store(cell, next);
        TElements.Store(hidden, output * Logistic.Tangent(next));
    }
}
