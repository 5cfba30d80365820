using FsCheck;
using FsCheck.Fluent;
using Rvos.Evaluation.Regions;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests;

/// <summary>Random masks, of widths on both sides of a word's end.</summary>
internal static class Masks
{
    public static Gen<LabelMask> Any(int labels) => from width in Gen.Choose(1, 140) from height in Gen.Choose(1, 12) from mask in Of(width, height, labels) select mask;

    public static Gen<(LabelMask Truth, LabelMask Prediction)> Pairs(int labels) =>
        from width in Gen.Choose(1, 140)
        from height in Gen.Choose(1, 12)
        from truth in Of(width, height, labels)
        from prediction in Of(width, height, labels)
        select (truth, prediction);

    public static bool[,] Pixels(BitMask mask)
    {
        var pixels = new bool[mask.Height, mask.Width];
        for (var y = 0; y < mask.Height; y++)
            for (var x = 0; x < mask.Width; x++) pixels[y, x] = (mask.Row(y)[x / 64] >> (x % 64) & 1) != 0;
        return pixels;
    }

    // Mostly background and boxes: noise alone would have contours everywhere.
    private static Gen<LabelMask> Of(int width, int height, int labels) =>
        from boxes in (from label in Gen.Choose(0, labels)
                       from x in Gen.Choose(0, width - 1)
                       from y in Gen.Choose(0, height - 1)
                       from w in Gen.Choose(1, width)
                       from h in Gen.Choose(1, height)
                       select (label, x, y, w, h)).ListOf(4)
        from seeds in Gen.Choose(0, width * height - 1).ListOf(3)
        select Draw(width, height, boxes, seeds);

    private static LabelMask Draw(int width, int height, IEnumerable<(int Label, int X, int Y, int W, int H)> boxes, IEnumerable<int> dots)
    {
        var labels = new byte[width * height];
        foreach (var (label, x0, y0, w, h) in boxes)
            for (var y = y0; y < Math.Min(height, y0 + h); y++) labels.AsSpan(y * width + x0, Math.Min(width - x0, w)).Fill((byte)label);
        foreach (var dot in dots) labels[dot] = 1;
        return new LabelMask(width, height, labels);
    }
}
