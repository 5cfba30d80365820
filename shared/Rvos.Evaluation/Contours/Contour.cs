using Rvos.Evaluation.Regions;

namespace Rvos.Evaluation.Contours;

/// <summary>Contours of masks, as davis2017-evaluation draws and thickens them.</summary>
public static class Contour
{
    /// <summary>Default tolerance, as a share of the image diagonal.</summary>
    public const double DefaultTolerance = 0.008;

    /// <summary>Radius within which contours match: tolerance x diagonal, rounded up; a tolerance of 1 and above is the radius itself.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="tolerance">Share of the diagonal below 1, whole pixels from 1 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">A tolerance that is negative, or above 1 and no whole number.</exception>
    public static int Radius(int width, int height, double tolerance = DefaultTolerance)
    {
        if (!(tolerance >= 0) || (tolerance >= 1 && tolerance != Math.Floor(tolerance)))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "a share of the diagonal below 1 or a whole number of pixels is expected");
        return (int)(tolerance >= 1 ? tolerance : Math.Ceiling(tolerance * Math.Sqrt((double)width * width + (double)height * height)));
    }

    /// <summary>Pixels that differ from their right, lower or lower right neighbour; beyond the border the last row and column go on, so that no contour runs along it.</summary>
    public static BitMask Of(BitMask region)
    {
        var contour = new BitMask(region.Width, region.Height);
        var last = (region.Width - 1) % BitMask.WordBits;
        for (var y = 0; y < region.Height; y++)
        {
            var here = region.Row(y);
            var below = region.Row(Math.Min(y + 1, region.Height - 1));
            var target = contour.Row(y);
            for (var i = 0; i < target.Length; i++)
            {
                var isLast = i + 1 == target.Length;
                // What lies right of the last column is the last column.
                var right = here[i] >> 1 | (isLast ? here[i] & 1UL << last : here[i + 1] << 63);
                var corner = below[i] >> 1 | (isLast ? below[i] & 1UL << last : below[i + 1] << 63);
                target[i] = (here[i] ^ right) | (here[i] ^ below[i]) | (here[i] ^ corner);
            }
        }

        return contour;
    }

    /// <summary>All pixels within a distance of a set one: dilation by the disk dx² + dy² ≤ radius².</summary>
    public static BitMask Thicken(BitMask mask, int radius)
    {
        var thick = new BitMask(mask.Width, mask.Height);
        var brush = new DiskBrush(mask.Stride, radius);
        for (var y = 0; y < mask.Height; y++)
            if (mask.Row(y).ContainsAnyExcept(0UL)) brush.Paint(mask.Row(y), thick, y);
        for (var y = 0; y < mask.Height; y++) thick.Row(y)[^1] &= thick.LastWordMask;
        return thick;
    }
}
