using Rvos.Video.Png;

namespace Rvos.Video.Masks;

/// <summary>Reads PNG files as label masks.</summary>
public static class LabelMaskReader
{
    private const int Void = 255;

    /// <summary>Reads a mask: palette indices or 8-bit grey values are labels, RGB pixels must have colours of the DAVIS palette. A mask whose only values are 0 and
    /// 255 (or 1-bit white) shows one object, label 1. Otherwise 255 means "void" and becomes background.</summary>
    /// <exception cref="PngFormatException">The file is not such a PNG; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelMask Read(string path)
    {
        var image = PngReader.Read(path);
        try
        {
            return From(image);
        }
        catch (PngFormatException error)
        {
            throw new PngFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The same for a decoded image.</summary>
    /// <exception cref="PngFormatException">Its values are not labels.</exception>
    public static LabelMask From(PngImage image)
    {
        var labels = new byte[image.Width * image.Height];
        switch (image.Colour)
        {
            case PngColour.Palette or PngColour.Grey when image.Bits <= 8:
                for (var i = 0; i < labels.Length; i++) labels[i] = (byte)image.Samples[i];
                break;
            case PngColour.Rgb or PngColour.Rgba when image.Bits == 8:
                FromColours(image.ToRgb(), image.Width, labels);
                break;
            default:
                throw new PngFormatException($"a mask must be an indexed, 8-bit grey or DAVIS-coloured RGB image, this is {image.Colour} with {image.Bits} bits");
        }

        var onlyBinary = labels.All(l => l is 0 or Void);
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] == Void) labels[i] = onlyBinary ? (byte)1 : (byte)0;
        return new LabelMask(image.Width, image.Height, labels);
    }

    private static void FromColours(byte[] rgb, int width, byte[] labels)
    {
        var known = new Dictionary<int, byte>();
        for (var label = 255; label >= 0; label--) known[Key(DavisPalette.Rgb.Slice(label * 3, 3))] = (byte)label;
        known[0xFFFFFF] = Void;
        for (var i = 0; i < labels.Length; i++)
        {
            if (!known.TryGetValue(Key(rgb.AsSpan(i * 3, 3)), out labels[i]))
                throw new PngFormatException($"the colour #{Key(rgb.AsSpan(i * 3, 3)):X6} at column {i % width}, row {i / width} is no object's colour: save the mask as an indexed PNG");
        }
    }

    private static int Key(ReadOnlySpan<byte> rgb) => rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}
