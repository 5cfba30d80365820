namespace Rvos.Video.Rle;

/// <summary>Masks put together as COCO does (<c>merge</c> of maskApi.c). What COCO answers with a mask of 0x0 pixels (no mask at all, masks of different
/// sizes) is an error here.</summary>
public static class RleMerge
{
    /// <summary>Pixels of any of the masks.</summary>
    /// <exception cref="ArgumentException">There is no mask, or the sizes differ.</exception>
    public static RleMask Union(IReadOnlyList<RleMask> masks) => Merge(masks, (a, b) => a || b);

    /// <summary>Pixels that all the masks share.</summary>
    /// <exception cref="ArgumentException">There is no mask, or the sizes differ.</exception>
    public static RleMask Intersection(IReadOnlyList<RleMask> masks) => Merge(masks, (a, b) => a && b);

    private static RleMask Merge(IReadOnlyList<RleMask> masks, Func<bool, bool, bool> combine)
    {
        if (masks.Count == 0) throw new ArgumentException("no masks", nameof(masks));
        return masks.Aggregate((a, b) => Merge(a, b, combine));
    }

    private static RleMask Merge(RleMask a, RleMask b, Func<bool, bool, bool> combine)
    {
        if (a.Width != b.Width || a.Height != b.Height) throw new ArgumentException($"masks of {a.Width}x{a.Height} and {b.Width}x{b.Height}");
        var counts = new List<uint>();
        var (pixels, at, start, isSet) = ((long)a.Width * a.Height, 0L, 0L, false);
        var (indexA, indexB, endA, endB) = (-1, -1, 0L, 0L);
        while (at < pixels)
        {
            while (endA <= at) endA += a.Counts[++indexA];
            while (endB <= at) endB += b.Counts[++indexB];
            if (combine(indexA % 2 == 1, indexB % 2 == 1) != isSet)
            {
                counts.Add((uint)(at - start));
                (start, isSet) = (at, !isSet);
            }

            at = Math.Min(endA, endB);
        }

        counts.Add((uint)(pixels - start));
        return RleMask.FromCounts(counts, a.Width, a.Height);
    }
}
