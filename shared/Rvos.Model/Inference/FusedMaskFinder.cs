using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rvos.Model.Networks;

namespace Rvos.Model.Inference;

/// <summary>Matching on the CPU: a row of the attention at a time, for all objects at once, without ever holding the whole of it. The order of all sums is fixed, so that the result does not
/// depend on the number of threads, and vectors have eight elements on any processor.</summary>
internal sealed class FusedMaskFinder(float sharpness) : IMaskFinder
{
    private float[] scores = [], turned = [];

    public float[][] Find(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, bool nearby)
    {
        var found = shares.Select(_ => new float[now.Places]).ToArray();
        if (nearby) FindNear(now, then, shares, found);
        else FindAnywhere(now, then, shares, found);
        return found;
    }

    public void Dispose()
    {
    }

    private void FindAnywhere(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, float[][] found)
    {
        var (places, channels) = (now.Places, now.Channels);
        Resize(places, places * channels);
        for (var i = 0; i < places; i++)
            for (var c = 0; c < channels; c++) turned[c * places + i] = then.Values[i * channels + c];
        var key = new float[channels];
        for (var i = 0; i < places; i++)
        {
            for (var c = 0; c < channels; c++) key[c] = now.Values[i * channels + c] * sharpness;
            Scores(key, places);
            var total = Exponentials(scores.AsSpan(0, places));
            for (var o = 0; o < found.Length; o++) found[o][i] = Product(scores.AsSpan(0, places), shares[o]) / total;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindNear(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, float[][] found)
    {
        const int Side = 2 * MaskMatcher.Reach + 1;
        Resize(Side * Side, 0);
        Span<float> window = stackalloc float[Side * Side];
        for (var i = 0; i < now.Places; i++)
        {
            var (y, x) = Math.DivRem(i, now.Width);
            int y0 = Math.Max(0, y - MaskMatcher.Reach), y1 = Math.Min(now.Height, y + MaskMatcher.Reach + 1);
            int x0 = Math.Max(0, x - MaskMatcher.Reach), x1 = Math.Min(now.Width, x + MaskMatcher.Reach + 1);
            var (columns, count) = (x1 - x0, (y1 - y0) * (x1 - x0));
            var key = now.Values.AsSpan(i * now.Channels, now.Channels);
            var n = 0;
            for (var row = y0; row < y1; row++)
                for (var place = row * now.Width + x0; place < row * now.Width + x1; place++) scores[n++] = sharpness * Product(key, then.Values.AsSpan(place * now.Channels, now.Channels));
            var total = Exponentials(scores.AsSpan(0, count));
            for (var o = 0; o < found.Length; o++)
            {
                for (var row = y0; row < y1; row++) shares[o].AsSpan(row * now.Width + x0, columns).CopyTo(window[((row - y0) * columns)..]);
                found[o][i] = Product(scores.AsSpan(0, count), window) / total;
            }
        }
    }

    private void Resize(int places, int keys)
    {
        if (scores.Length < places) scores = new float[places];
        if (turned.Length < keys) turned = new float[keys];
    }

    // Products of a key with the turned ones, four vectors of places at a time so that sums stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scores(float[] key, int places)
    {
        var step = Vector256<float>.Count;
        ref var first = ref turned[0];
        ref var target = ref scores[0];
        var j = 0;
        for (; j + 4 * step <= places; j += 4 * step)
        {
            var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var n = 0; n < key.Length; n++)
            {
                var factor = Vector256.Create(key[n]);
                var from = (nuint)(n * places + j);
                a = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, from), factor, a);
                b = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, from + (nuint)step), factor, b);
                c = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, from + (nuint)(2 * step)), factor, c);
                d = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, from + (nuint)(3 * step)), factor, d);
            }

            a.StoreUnsafe(ref target, (nuint)j);
            b.StoreUnsafe(ref target, (nuint)(j + step));
            c.StoreUnsafe(ref target, (nuint)(j + 2 * step));
            d.StoreUnsafe(ref target, (nuint)(j + 3 * step));
        }

        for (; j < places; j++)
        {
            var sum = 0f;
            for (var n = 0; n < key.Length; n++) sum = MathF.FusedMultiplyAdd(turned[n * places + j], key[n], sum);
            scores[j] = sum;
        }
    }

    // Replaces scores by exp(score - greatest), and returns their sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(Span<float> scores)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
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
