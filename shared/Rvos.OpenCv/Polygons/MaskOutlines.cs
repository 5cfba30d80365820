using OpenCvSharp;
using Rvos.Video.Masks;

namespace Rvos.OpenCv.Polygons;

/// <summary>Outlines by border following (Suzuki, Abe 1985), made simpler by the algorithm of Ramer, Douglas and Peucker.</summary>
/// <param name="tolerance">Pixels by which an outline may be off; at 0 it is exact. Default 1.</param>
public sealed class MaskOutlines(double tolerance = 1) : IMaskOutlines
{
    private const int LeastPoints = 3;

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<double>> Of(LabelMask mask, byte label)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return [.. Rings(mask, label, RetrievalModes.External).Select(ring => (IReadOnlyList<double>)[.. ring.SelectMany(point => new double[] { point.X, point.Y })])];
    }

    /// <summary>All outlines, those of holes too: filled by the even-odd rule they are the mask.</summary>
    internal IReadOnlyList<Point[]> WithHoles(LabelMask mask, byte label) => Rings(mask, label, RetrievalModes.CComp);

    private Point[][] Rings(LabelMask mask, byte label, RetrievalModes mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        if (Bounds(mask, label) is not { } bounds) return [];
        OpenCvLibrary.Need();
        using var twice = Twice(mask, label, bounds);
        Cv2.FindContours(twice, out var borders, out _, mode, ContourApproximationModes.ApproxNone);
        return [.. borders.Select(border => Simple(Edges(border, bounds)))];
    }

    // Borders go through the centres of pixels. With each pixel doubled, the left one of a pair stands for its left edge and the right one for its right edge.
    private static Point[] Edges(Point[] border, Rect bounds)
    {
        var points = new List<Point>(border.Length);
        foreach (var point in border)
        {
            var edge = new Point(bounds.X + (point.X + 1) / 2, bounds.Y + (point.Y + 1) / 2);
            if (points.Count == 0 || points[^1] != edge) points.Add(edge);
        }

        while (points.Count > 1 && points[^1] == points[0]) points.RemoveAt(points.Count - 1);
        return [.. points];
    }

    private Point[] Simple(Point[] ring)
    {
        var simple = Cv2.ApproxPolyDP(ring, tolerance, closed: true);
        // Parts as small as the tolerance keep their shape.
        return simple.Length >= LeastPoints && Math.Abs(Cv2.ContourArea(simple)) > 0 ? simple : Cv2.ApproxPolyDP(ring, 0, closed: true);
    }

    private static Mat Twice(LabelMask mask, byte label, Rect bounds)
    {
        var (height, width) = (bounds.Height * 2, bounds.Width * 2);
        var twice = new Mat(height, width, MatType.CV_8UC1);
        var cells = twice.GetUnsafeGenericIndexer<byte>();
        for (var y = 0; y < height; y++)
        {
            var row = mask.Labels.AsSpan((bounds.Y + y / 2) * mask.Width + bounds.X, bounds.Width);
            for (var x = 0; x < width; x++) cells[y, x] = row[x / 2] == label ? (byte)1 : (byte)0;
        }

        return twice;
    }

    private static Rect? Bounds(LabelMask mask, byte label)
    {
        int left = mask.Width, top = mask.Height, right = -1, bottom = -1;
        for (var y = 0; y < mask.Height; y++)
        {
            var row = mask.Labels.AsSpan(y * mask.Width, mask.Width);
            var first = row.IndexOf(label);
            if (first < 0) continue;
            (left, right, top, bottom) = (Math.Min(left, first), Math.Max(right, row.LastIndexOf(label)), Math.Min(top, y), y);
        }

        return right < 0 ? null : new Rect(left, top, right - left + 1, bottom - top + 1);
    }
}
