namespace Rvos.Video.Masks;

/// <summary>Outlines of objects as polygons. Thread-safe.</summary>
public interface IMaskOutlines
{
    /// <summary>
    /// The outer outlines of an object, one for each of its parts (pixels that touch, at corners too): lists x, y, x, y, … of at least three points, along the
    /// edges of pixels, as COCO has it: the pixel in column 0 goes from x 0 to x 1. Holes are not told: an outline fills them.
    /// </summary>
    /// <param name="mask">The labels.</param>
    /// <param name="label">The object.</param>
    IReadOnlyList<IReadOnlyList<double>> Of(LabelMask mask, byte label);
}
