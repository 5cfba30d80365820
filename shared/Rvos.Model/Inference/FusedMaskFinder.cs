using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rvos.Model.Networks;

namespace Rvos.Model.Inference;

/// <summary>Matching on the CPU: a row of the attention at a time, for all objects at once, without ever holding the whole of it. The order of all sums is fixed, so that the result does not
/// depend on the number of threads, and vectors have eight elements on any processor.</summary>
internal sealed class FusedMaskFinder(float sharpness, float recallSharpness, int recalledChannels) : IMaskFinder
{
    private float[] scores = [], turned = [], best = [], beside = [];

    public int RecalledChannels => recalledChannels;

    public float[][] Find(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, bool nearby)
    {
        var found = shares.Select(_ => new float[now.Places]).ToArray();
        if (nearby) FindNear(now, then, shares, found);
        else FindAnywhere(now, then, shares, found);
        return found;
    }

    public (float[][] Masks, float[][] Features)[] Recall(FrameKeys now, IReadOnlyList<FrameKeys> bank, IReadOnlyList<IReadOnlyList<float[]>> shares, IReadOnlyList<IReadOnlyList<float[]>>? features)
    {
        var places = bank.Count * now.Places;
        Turn(bank, places);
        var joined = shares.Select(s => s.SelectMany(v => v).ToArray()).ToArray();
        var found = joined.Select(_ => Empty(recalledChannels, now.Places)).ToArray();
        var maps = features?.Select(f => Join(f, now.Places)).ToArray();
        var read = maps?.Select(m => Empty(m.Length, now.Places)).ToArray();
        var key = new float[now.Channels];
        if (recalledChannels > 1) FindBest(now, key, places);
        for (var i = 0; i < now.Places; i++)
        {
            Scores(now, i, key, recallSharpness, places);
            var row = scores.AsSpan(0, places);
            if (recalledChannels > 1) PlaceVectors.Mutuality(row, best, beside);
            var total = PlaceVectors.Exponentials(row);
            if (recalledChannels > 1) PlaceVectors.Multiply(row, beside);
            for (var o = 0; o < found.Length; o++) found[o][0][i] = PlaceVectors.Product(row, joined[o]) / total;
            for (var o = 0; o < maps?.Length; o++)
                for (var c = 0; c < maps[o].Length; c++) read![o][c][i] = PlaceVectors.Product(row, maps[o][c]) / total;
            if (recalledChannels == 1) continue;
            var all = PlaceVectors.Sum(row) / total;
            for (var o = 0; o < found.Length; o++) found[o][1][i] = all - found[o][0][i];
        }

        return found.Select((f, o) => (f, read?[o] ?? [])).ToArray();
    }

    private static float[][] Empty(int count, int places) => Enumerable.Range(0, count).Select(_ => new float[places]).ToArray();

    // Maps (f,h,w) of several frames to planes over all their places.
    private static float[][] Join(IReadOnlyList<float[]> frames, int places) =>
        Enumerable.Range(0, frames[0].Length / places).Select(c => frames.SelectMany(f => f[(c * places)..((c + 1) * places)]).ToArray()).ToArray();

    public void Dispose()
    {
    }

    // The best score that each remembered place has with any place of the frame.
    private void FindBest(FrameKeys now, float[] key, int places)
    {
        if (best.Length < places) (best, beside) = (new float[places], new float[places]);
        best.AsSpan(0, places).Fill(float.NegativeInfinity);
        for (var i = 0; i < now.Places; i++)
        {
            Scores(now, i, key, recallSharpness, places);
            var wide = MemoryMarshal.Cast<float, Vector256<float>>(scores.AsSpan(0, places));
            var most = MemoryMarshal.Cast<float, Vector256<float>>(best.AsSpan(0, places));
            for (var j = 0; j < wide.Length; j++) most[j] = Vector256.Max(most[j], wide[j]);
            for (var j = wide.Length * Vector256<float>.Count; j < places; j++) best[j] = Math.Max(best[j], scores[j]);
        }
    }

    private void Turn(IReadOnlyList<FrameKeys> frames, int places)
    {
        var channels = frames[0].Channels;
        Resize(places, places * channels);
        for (var f = 0; f < frames.Count; f++)
            for (var i = 0; i < frames[f].Places; i++)
                for (var c = 0; c < channels; c++) turned[c * places + f * frames[f].Places + i] = frames[f].Values[i * channels + c];
    }

    private void Scores(FrameKeys now, int place, float[] key, float factor, int places)
    {
        for (var c = 0; c < key.Length; c++) key[c] = now.Values[place * key.Length + c] * factor;
        Scores(key, places);
    }

    private void FindAnywhere(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, float[][] found)
    {
        var (places, channels) = (now.Places, now.Channels);
        Turn([then], places);
        var key = new float[channels];
        for (var i = 0; i < places; i++)
        {
            Scores(now, i, key, sharpness, places);
            var total = PlaceVectors.Exponentials(scores.AsSpan(0, places));
            for (var o = 0; o < found.Length; o++) found[o][i] = PlaceVectors.Product(scores.AsSpan(0, places), shares[o]) / total;
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
                for (var place = row * now.Width + x0; place < row * now.Width + x1; place++) scores[n++] = sharpness * PlaceVectors.Product(key, then.Values.AsSpan(place * now.Channels, now.Channels));
            var total = PlaceVectors.Exponentials(scores.AsSpan(0, count));
            for (var o = 0; o < found.Length; o++)
            {
                for (var row = y0; row < y1; row++) shares[o].AsSpan(row * now.Width + x0, columns).CopyTo(window[((row - y0) * columns)..]);
                found[o][i] = PlaceVectors.Product(scores.AsSpan(0, count), window) / total;
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
}
