using Rvos.Video.Png;

namespace Rvos.Video.Masks;

/// <summary>Labels of pixels that have colours of the DAVIS palette; alpha is not looked at.</summary>
/// <param name="channels">Bytes of a pixel: 3, or 4 with alpha.</param>
internal sealed class MaskColours(int channels)
{
    private const byte Void = 255;

    private readonly Dictionary<int, byte> known = Known();
    private int last = -1;
    private byte label;

    /// <summary>Labels of a row.</summary>
    /// <exception cref="PngFormatException">A pixel has no object's colour; the message says which, and where.</exception>
    internal void Read(ReadOnlySpan<byte> line, Span<byte> target, PngRow row)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = LabelOf(Key(line[(i * channels)..]), row.X + i * row.Step, row.Y);
        }
    }

    /// <summary>The label of a colour, given as 0xRRGGBB.</summary>
    /// <exception cref="PngFormatException">It is no object's.</exception>
    internal byte LabelOf(int colour, int column, int y)
    {
        if (colour == last) return label;
        if (!known.TryGetValue(colour, out label))
            throw new PngFormatException($"the colour #{colour:X6} at column {column}, row {y} is no object's colour: save the mask as an indexed PNG");
        last = colour;
        return label;
    }

    /// <summary>The same; null for a colour that is no object's.</summary>
    internal byte? Find(int colour) => known.TryGetValue(colour, out var found) ? found : null;

    private static Dictionary<int, byte> Known()
    {
        var known = new Dictionary<int, byte>();
        for (var label = 255; label >= 0; label--) known[Key(DavisPalette.Rgb.Slice(label * 3, 3))] = (byte)label;
        // Some DAVIS files carry the VOC palette itself.
        for (var label = 0; label < DavisPalette.Coloured; label++) known.TryAdd(Key(DavisPalette.VocColour(label)), (byte)label);
        known[0xFFFFFF] = Void;
        return known;
    }

    internal static int Key(ReadOnlySpan<byte> rgb) => rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}
