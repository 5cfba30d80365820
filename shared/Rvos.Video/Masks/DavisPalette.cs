namespace Rvos.Video.Masks;

/// <summary>The palette that DAVIS annotations carry: the PASCAL VOC bit pattern with 191 in place of 192 for labels 0 to 21, greys above.</summary>
public static class DavisPalette
{
    internal const int Coloured = 22;
    private static readonly byte[] Table = Build();

    /// <summary>RGB triples of the labels 0..255.</summary>
    public static ReadOnlySpan<byte> Rgb => Table;

    /// <summary>The RGB triple of PASCAL VOC: bits 0, 1, 2 of the label are the top bits of R, G, B, the next three the bits below, and so on.</summary>
    internal static byte[] VocColour(int label)
    {
        var colour = new byte[3];
        for (var bit = 0; bit < 8; bit++)
            for (var channel = 0; channel < 3; channel++) colour[channel] |= (byte)(((label >> (3 * bit + channel)) & 1) << (7 - bit));
        return colour;
    }

    private static byte[] Build()
    {
        var table = new byte[768];
        for (var label = 0; label < 256; label++)
        {
            var voc = VocColour(label);
            for (var channel = 0; channel < 3; channel++)
                table[label * 3 + channel] = label >= Coloured ? (byte)label : voc[channel] == 192 ? (byte)191 : voc[channel];
        }

        return table;
    }
}
