namespace Rvos.Model.S2S;

/// <summary>Classes of pixels by their distance to an object's border (Azimi et al. 2020, section 3.3). With d the distance in whole pixels, rounded down, to the nearest
/// pixel of the other kind and B = border/bin: background has B - d/bin up to the border distance and 0 beyond, the object 1 + B + d/bin and 1 + 2B beyond.</summary>
/// <param name="Border">Distance in pixels up to which distances are told apart.</param>
/// <param name="Bin">Pixels of distance to a class.</param>
public readonly record struct DistanceScale(int Border, int Bin)
{
    /// <summary>Number of classes, 2B + 2.</summary>
    public int Classes => 2 * (Border / Bin) + 2;

    /// <summary>Classes of a mask's pixels. A mask without any object is all 0, one without background all 1 + 2B.</summary>
    /// <param name="mask">Mask (H,W); not 0 is the object.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>Classes (H,W).</returns>
    public byte[] Classify(ReadOnlySpan<byte> mask, int height, int width)
    {
        if (mask.Length != height * width) throw new ArgumentException($"a mask of {mask.Length} pixels, {width}x{height} expected", nameof(mask));
        var toObject = new BorderDistance(Border).Measure(mask, height, width, ofObject: false);
        var toBackground = new BorderDistance(Border).Measure(mask, height, width, ofObject: true);
        var steps = Border / Bin;
        var classes = new byte[mask.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            var isObject = mask[i] != 0;
            var d = isObject ? toBackground[i] : toObject[i];
            classes[i] = (byte)(isObject ? 1 + steps + (d <= Border ? d / Bin : steps) : d <= Border ? steps - d / Bin : 0);
        }

        return classes;
    }
}
