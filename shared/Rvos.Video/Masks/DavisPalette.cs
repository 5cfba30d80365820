namespace Rvos.Video.Masks;

/// <summary>The palette that DAVIS annotations carry: the PASCAL VOC bit pattern with 191 in place of 192 for labels 0 to 21, greys above.</summary>
public static class DavisPalette
{
    private const int Coloured = 22;
    private static readonly byte[] Table = Build();

    /// <summary>RGB triples of the labels 0..255.</summary>
    public static ReadOnlySpan<byte> Rgb => Table;

    private static byte[] Build()
    {
        var table = new byte[768];
        for (var label = 0; label < 256; label++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var value = label;
                if (label < Coloured)
                {
                    value = 0;
                    for (var bit = 0; bit < 3; bit++) value |= ((label >> (3 * bit + channel)) & 1) << (7 - bit);
                    if (value == 192) value = 191;
                }

                table[label * 3 + channel] = (byte)value;
            }
        }

        return table;
    }
}
