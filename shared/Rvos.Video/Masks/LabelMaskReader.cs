using System.Numerics;
using System.Runtime.InteropServices;
using Rvos.Video.Png;

namespace Rvos.Video.Masks;

/// <summary>Reads PNG files as label masks.</summary>
public static class LabelMaskReader
{
    private const byte Void = 255;

    /// <summary>
    /// Reads a mask: palette indices or grey values of up to 8 bits are labels, RGB pixels must have colours of the DAVIS palette (white is 255). Where alpha
    /// varies and what is not transparent has one colour, every pixel that is not transparent is the object.
    /// </summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="values">What the values mean, above all 255.</param>
    /// <exception cref="PngFormatException">The file is not such a PNG; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelMask Read(string path, MaskValues values = MaskValues.Auto)
    {
        try
        {
            return Read(PngReader.ReadBytes(path, PngReader.DefaultMaxPixels), values);
        }
        catch (PngFormatException error)
        {
            throw new PngFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The same for bytes. A format that masks do not have is refused by the header; otherwise a byte of memory is taken for each pixel, whatever the format.</summary>
    /// <param name="png">The whole file.</param>
    /// <param name="values">What the values mean, above all 255.</param>
    /// <param name="maxPixels">Largest width x height; at most <see cref="PngReader.DefaultMaxPixels"/>.</param>
    /// <exception cref="PngFormatException">They are not such a PNG.</exception>
    public static LabelMask Read(ReadOnlySpan<byte> png, MaskValues values = MaskValues.Auto, long maxPixels = PngReader.DefaultMaxPixels)
    {
        using var file = PngFile.Read(png, Math.Min(maxPixels, PngReader.DefaultMaxPixels), Check);
        var header = file.Header;
        var labels = (MaskAlpha.IsIn(file) ? new MaskAlpha(file).Read() : null) ?? file.Unpack(1, Reader(header));
        Interpret(labels, values);
        return new LabelMask(header.Width, header.Height, labels);
    }

    /// <summary>A mask that was read as <see cref="MaskValues.Raw"/>, as it is with other values.</summary>
    public static LabelMask As(LabelMask raw, MaskValues values)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var labels = (byte[])raw.Labels.Clone();
        Interpret(labels, values);
        return new LabelMask(raw.Width, raw.Height, labels);
    }

    private static void Check(PngHeader header)
    {
        if (header.Bits > 8)
            throw new PngFormatException($"a mask must be an indexed, 8-bit grey or DAVIS-coloured RGB image, this is {header.Colour} with {header.Bits} bits");
    }

    private static PngRowReader Reader(PngHeader header) => header.Colour switch
    {
        PngColour.Rgb or PngColour.Rgba => new MaskColours(PngFormat.Channels(header.Colour)).Read,
        PngColour.GreyAlpha => Greys,
        _ => (line, target, _) => PngScanlines.Spread(line, header.Bits, target),
    };

    private static void Greys(ReadOnlySpan<byte> line, Span<byte> target, PngRow row)
    {
        for (var i = 0; i < target.Length; i++) target[i] = line[2 * i];
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
}
