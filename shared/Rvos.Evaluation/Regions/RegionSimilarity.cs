using Rvos.Video.Masks;

namespace Rvos.Evaluation.Regions;

/// <summary>Region similarity J, frame by frame (Perazzi et al., CVPR 2016; numbers equal to davis2017-evaluation's bit for bit).</summary>
public static class RegionSimilarity
{
    /// <summary>Compares one object.</summary>
    /// <param name="truth">True labels (H,W).</param>
    /// <param name="prediction">Predicted labels (H,W).</param>
    /// <param name="label">The object.</param>
    /// <param name="isVoid">Pixels that do not count are not 0 there; null when all count.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RegionOverlap Compare(LabelMask truth, LabelMask prediction, byte label, LabelMask? isVoid = null) =>
        Overlaps(truth, prediction, isVoid)[label];

    /// <summary>Compares the objects 1 to <paramref name="objects"/> in one pass; element k is object k + 1.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RegionOverlap[] CompareAll(LabelMask truth, LabelMask prediction, int objects, LabelMask? isVoid = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(objects, 255);
        return Overlaps(truth, prediction, isVoid)[1..(objects + 1)];
    }

    private static RegionOverlap[] Overlaps(LabelMask truth, LabelMask prediction, LabelMask? isVoid)
    {
        RequireSameSize(truth, prediction);
        if (isVoid is not null) RequireSameSize(truth, isVoid);
        var (inTruth, inPrediction, inBoth) = (new long[256], new long[256], new long[256]);
        var (t, p, v) = (truth.Labels, prediction.Labels, isVoid?.Labels);
        for (var i = 0; i < t.Length; i++)
        {
            if (v is not null && v[i] != 0) continue;
            inTruth[t[i]]++;
            inPrediction[p[i]]++;
            if (t[i] == p[i]) inBoth[t[i]]++;
        }

        var overlaps = new RegionOverlap[256];
        for (var label = 0; label < 256; label++) overlaps[label] = new RegionOverlap(inBoth[label], inTruth[label] + inPrediction[label] - inBoth[label]);
        return overlaps;
    }

    private static void RequireSameSize(LabelMask a, LabelMask b)
    {
        if (a.Width != b.Width || a.Height != b.Height) throw new ArgumentException($"masks of {a.Width}x{a.Height} and {b.Width}x{b.Height} cannot be compared");
    }
}
