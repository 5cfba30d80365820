namespace Rvos.Video.Rle;

/// <summary>Masks of one frame that share no pixel, as one list of runs in the order of the pixels: all overlaps with those of another frame come from
/// one walk along both lists, however many masks there are.</summary>
public sealed class DisjointMasks
{
    private readonly Run[] runs;
    private readonly long[] areas;

    private DisjointMasks(Run[] runs, int count)
    {
        this.runs = runs;
        areas = new long[count];
        foreach (var run in runs) areas[run.Mask] += run.End - run.Start;
    }

    /// <summary>Pixels of each mask.</summary>
    public IReadOnlyList<long> Areas => areas;

    /// <summary>Lists the runs of masks.</summary>
    /// <param name="masks">Masks of one size.</param>
    /// <param name="overlap">Two masks that share a pixel, by their indices, when the result is null.</param>
    /// <returns>Null when masks overlap.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static DisjointMasks? TryCreate(IReadOnlyList<RleMask> masks, out (int First, int Second) overlap)
    {
        overlap = default;
        if (masks.Any(m => m.Width != masks[0].Width || m.Height != masks[0].Height)) throw new ArgumentException("masks of different sizes", nameof(masks));
        var runs = Sorted(masks);
        for (var i = 1; i < runs.Length; i++)
        {
            if (runs[i - 1].End <= runs[i].Start) continue;
            overlap = (Math.Min(runs[i - 1].Mask, runs[i].Mask), Math.Max(runs[i - 1].Mask, runs[i].Mask));
            return null;
        }

        return new DisjointMasks(runs, masks.Count);
    }

    /// <summary>Pixels shared by each pair.</summary>
    /// <param name="other">Masks of the same size.</param>
    /// <returns>(masks of this, masks of the other).</returns>
    public long[,] Intersections(DisjointMasks other)
    {
        var shared = new long[areas.Length, other.areas.Length];
        for (int a = 0, b = 0; a < runs.Length && b < other.runs.Length;)
        {
            var (x, y) = (runs[a], other.runs[b]);
            var pixels = Math.Min(x.End, y.End) - Math.Max(x.Start, y.Start);
            if (pixels > 0) shared[x.Mask, y.Mask] += pixels;
            if (x.End < y.End) a++;
            else b++;
        }

        return shared;
    }

    // Each mask's runs are in order already: lists are merged two by two until one is left.
    private static Run[] Sorted(IReadOnlyList<RleMask> masks)
    {
        var bounds = new List<int> { 0 };
        var list = new List<Run>(masks.Sum(m => m.Counts.Count / 2));
        for (var mask = 0; mask < masks.Count; mask++)
        {
            AddRuns(list, masks[mask].Runs, mask);
            bounds.Add(list.Count);
        }

        var (from, to) = (list.ToArray(), masks.Count > 1 ? new Run[list.Count] : []);
        while (bounds.Count > 2)
        {
            var merged = new List<int> { 0 };
            for (var i = 0; i + 1 < bounds.Count; i += 2)
            {
                var end = bounds[Math.Min(i + 2, bounds.Count - 1)];
                Merge(from, bounds[i], bounds[i + 1], end, to);
                merged.Add(end);
            }

            (from, to, bounds) = (to, from, merged);
        }

        return from;
    }

    private static void AddRuns(List<Run> list, ReadOnlySpan<uint> counts, int mask)
    {
        var at = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var end = at + (int)counts[i];
            if (i % 2 == 1 && end > at) list.Add(new Run(at, end, mask));
            at = end;
        }
    }

    private static void Merge(Run[] from, int start, int middle, int end, Run[] to)
    {
        for (int a = start, b = middle, at = start; at < end; at++)
            to[at] = b == end || (a < middle && from[a].Start <= from[b].Start) ? from[a++] : from[b++];
    }

    private readonly record struct Run(int Start, int End, int Mask);
}
