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
        for (var i = 0; i < places; i++)
        {
            Array.Clear(scores, 0, places);
            for (var c = 0; c < channels; c++) AddScaled(scores.AsSpan(0, places), turned.AsSpan(c * places, places), now.Values[i * channels + c] * sharpness);
            var total = Exponentials(scores.AsSpan(0, places));
            for (var o = 0; o < found.Length; o++) found[o][i] = Product(scores.AsSpan(0, places), shares[o]) / total;
        }
    }

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
            for (var n = 0; n < count; n++)
                scores[n] = sharpness * Product(key, then.Values.AsSpan(Place(n) * now.Channels, now.Channels));
            var total = Exponentials(scores.AsSpan(0, count));
            for (var o = 0; o < found.Length; o++)
            {
                for (var n = 0; n < count; n++) window[n] = shares[o][Place(n)];
                found[o][i] = Product(scores.AsSpan(0, count), window) / total;
            }

            int Place(int n) => (y0 + n / columns) * now.Width + x0 + n % columns;
        }
    }

    private void Resize(int places, int keys)
    {
        if (scores.Length < places) scores = new float[places];
        if (turned.Length < keys) turned = new float[keys];
    }

    private static void AddScaled(Span<float> sums, ReadOnlySpan<float> values, float factor)
    {
        var wide = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var wideValues = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var factors = Vector256.Create(factor);
        for (var i = 0; i < wide.Length; i++) wide[i] = Vector256.FusedMultiplyAdd(wideValues[i], factors, wide[i]);
        for (var i = wide.Length * Vector256<float>.Count; i < sums.Length; i++) sums[i] = MathF.FusedMultiplyAdd(values[i], factor, sums[i]);
    }

    // Replaces scores by exp(score - greatest), and returns their sum.
    private static float Exponentials(Span<float> scores)
    {
        var greatest = float.MinValue;
        foreach (var score in scores) greatest = Math.Max(greatest, score);
        var wide = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var sums = Vector256<float>.Zero;
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = Vector256.Exp(wide[i] - Vector256.Create(greatest));
            sums += wide[i];
        }

        var sum = Vector256.Sum(sums);
        for (var i = wide.Length * Vector256<float>.Count; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - greatest);
        return sum;
    }

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
