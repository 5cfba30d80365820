using Rvos.Video.Png;

namespace Rvos.Video.Masks;

/// <summary>Labels of pixels that have colours of the DAVIS palette; alpha is ignored.</summary>
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
            var key = Key(line[(i * channels)..]);
            if (key != last)
            {
                if (!known.TryGetValue(key, out label))
                    throw new PngFormatException($"the colour #{key:X6} at column {row.X + i * row.Step}, row {row.Y} is no object's colour: save the mask as an indexed PNG");
                last = key;
            }

            target[i] = label;
        }
    }

    private static Dictionary<int, byte> Known()
    {
        var known = new Dictionary<int, byte>();
        for (var label = 255; label >= 0; label--) known[Key(DavisPalette.Rgb.Slice(label * 3, 3))] = (byte)label;
        // Some DAVIS files carry the VOC palette itself.
        for (var label = 0; label < DavisPalette.Coloured; label++) known.TryAdd(Key(DavisPalette.VocColour(label)), (byte)label);
        known[0xFFFFFF] = Void;
        return known;
    }

    private static int Key(ReadOnlySpan<byte> rgb) => rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}
