using System.Buffers;

namespace Rvos.Video.Rle;

/// <summary>Run lengths of all values of a picture with 16 bits per pixel, in one pass.</summary>
internal static class RleEncoder
{
    /// <summary>The mask of each value but 0, by ascending value.</summary>
    /// <param name="samples">(H,W) row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    internal static IReadOnlyList<(ushort Value, RleMask Mask)> Encode(ReadOnlySpan<ushort> samples, int width, int height)
    {
        // Rented: a picture's worth of memory for each frame would keep the collector busy.
        var buffer = ArrayPool<ushort>.Shared.Rent(samples.Length);
        Transpose(samples, width, height, buffer);
        var codes = Encode(buffer.AsSpan(0, samples.Length));
        ArrayPool<ushort>.Shared.Return(buffer);
        return codes.Select(c => (c.Key, RleMask.FromCounts(c.Value.Counts(width * height), width, height))).ToArray();
    }

    private static SortedDictionary<ushort, Code> Encode(ReadOnlySpan<ushort> columns)
    {
        var codes = new SortedDictionary<ushort, Code>();
        for (var at = 0; at < columns.Length;)
        {
            var value = columns[at];
            var run = columns[at..].IndexOfAnyExcept(value);
            var end = run < 0 ? columns.Length : at + run;
            if (value != 0)
            {
                if (!codes.TryGetValue(value, out var code)) codes.Add(value, code = new Code());
                code.Add(at, end);
            }

            at = end;
        }

        return codes;
    }

    private static void Transpose(ReadOnlySpan<ushort> source, int width, int height, Span<ushort> target)
    {
        const int Tile = 32;
        for (var y0 = 0; y0 < height; y0 += Tile)
        {
            for (var x0 = 0; x0 < width; x0 += Tile)
            {
                for (var x = x0; x < Math.Min(width, x0 + Tile); x++)
                    for (var y = y0; y < Math.Min(height, y0 + Tile); y++) target[x * height + y] = source[y * width + x];
            }
        }
    }

    private sealed class Code
    {
        private readonly List<uint> counts = [];
        private int end;

        internal void Add(int from, int to)
        {
            counts.Add((uint)(from - end));
            counts.Add((uint)(to - from));
            end = to;
        }

        internal List<uint> Counts(int pixels)
        {
            if (end < pixels) counts.Add((uint)(pixels - end));
            return counts;
        }
    }
}
