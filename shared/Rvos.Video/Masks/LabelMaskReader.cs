using System.Numerics;
using System.Runtime.InteropServices;
using Rvos.Video.Png;

namespace Rvos.Video.Masks;

/// <summary>Reads PNG files as label masks.</summary>
public static class LabelMaskReader
{
    private const byte Void = 255;

    /// <summary>Reads a mask: palette indices or grey values of up to 8 bits are labels, RGB pixels must have colours of the DAVIS palette (white is 255).</summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="values">What the values mean, above all 255.</param>
    /// <exception cref="PngFormatException">The file is not such a PNG; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelMask Read(string path, MaskValues values = MaskValues.Auto)
    {
        var image = PngReader.Read(path);
        try
        {
            return Convert(image, values, ownsImage: true);
        }
        catch (PngFormatException error)
        {
            throw new PngFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The same for a decoded image.</summary>
    /// <exception cref="PngFormatException">Its values are not labels.</exception>
    public static LabelMask From(PngImage image, MaskValues values = MaskValues.Auto) => Convert(image, values, ownsImage: false);

    private static LabelMask Convert(PngImage image, MaskValues values, bool ownsImage)
    {
        byte[] labels;
        switch (image.Colour)
        {
            case PngColour.Palette or PngColour.Grey when image.Bits <= 8:
                labels = ownsImage ? image.Bytes : (byte[])image.Bytes.Clone();
                break;
            case PngColour.Rgb or PngColour.Rgba when image.Bits == 8:
                labels = new byte[image.Width * image.Height];
                FromColours(image.ToRgb(), image.Width, labels);
                break;
            default:
                throw new PngFormatException($"a mask must be an indexed, 8-bit grey or DAVIS-coloured RGB image, this is {image.Colour} with {image.Bits} bits");
        }

        Interpret(labels, values);
        return new LabelMask(image.Width, image.Height, labels);
    }

    /// <summary>A mask that was read as <see cref="MaskValues.Raw"/>, as it is with other values.</summary>
    public static LabelMask As(LabelMask raw, MaskValues values)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var labels = (byte[])raw.Labels.Clone();
        Interpret(labels, values);
        return new LabelMask(raw.Width, raw.Height, labels);
    }

    private static void Interpret(byte[] labels, MaskValues values)
    {
        if (values == MaskValues.Auto) values = labels.AsSpan().ContainsAnyInRange((byte)1, (byte)(Void - 1)) ? MaskValues.Labels : MaskValues.Binary;
        if (values == MaskValues.Labels) labels.AsSpan().Replace(Void, (byte)0);
        if (values == MaskValues.Binary) ToOne(labels);
    }

    private static void ToOne(Span<byte> labels)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(labels);
        foreach (ref var vector in vectors) vector = Vector.Min(vector, Vector<byte>.One);
        foreach (ref var label in labels[(vectors.Length * Vector<byte>.Count)..]) label = Math.Min(label, (byte)1);
    }

    private static void FromColours(byte[] rgb, int width, byte[] labels)
    {
        var known = new Dictionary<int, byte>();
        for (var label = 255; label >= 0; label--) known[Key(DavisPalette.Rgb.Slice(label * 3, 3))] = (byte)label;
        // Some DAVIS files carry the VOC palette itself.
        for (var label = 0; label < DavisPalette.Coloured; label++) known.TryAdd(Key(DavisPalette.VocColour(label)), (byte)label);
        known[0xFFFFFF] = Void;
        var last = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var key = Key(rgb.AsSpan(i * 3, 3));
            if (i > 0 && key == last)
            {
                labels[i] = labels[i - 1];
                continue;
            }

            last = key;
            if (!known.TryGetValue(key, out labels[i]))
                throw new PngFormatException($"the colour #{key:X6} at column {i % width}, row {i / width} is no object's colour: save the mask as an indexed PNG");
        }
    }

    private static int Key(ReadOnlySpan<byte> rgb) => rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}
