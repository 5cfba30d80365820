using System.Text;

namespace Rvos.Video.Rle;

/// <summary>Run lengths as the text of pycocotools: from the fourth number on the difference to the one before the last, in groups of 5 bits, least
/// significant first; bit 5 says that more follow, 48 is added to make a character.</summary>
internal static class RleText
{
    internal static string Write(IReadOnlyList<uint> counts)
    {
        var text = new StringBuilder(counts.Count * 2);
        for (var i = 0; i < counts.Count; i++)
        {
            long value = counts[i];
            if (i > 2) value -= counts[i - 2];
            bool more;
            do
            {
                var group = (int)(value & 0x1F);
                value >>= 5;
                more = (group & 0x10) != 0 ? value != -1 : value != 0;
                text.Append((char)((more ? group | 0x20 : group) + 48));
            }
            while (more);
        }

        return text.ToString();
    }

    internal static uint[] Read(string text, int width, int height)
    {
        var counts = new List<uint>(text.Length);
        var (sum, pixels) = (0L, (long)width * height);
        for (var at = 0; at < text.Length;)
        {
            var value = Number(text, ref at);
            if (counts.Count > 2) value += counts[^2];
            if (value < 0 || (sum += value) > pixels) throw new RleFormatException($"run {counts.Count} is impossible: the runs pass {width}x{height} pixels");
            counts.Add((uint)value);
        }

        return sum == pixels ? counts.ToArray() : throw new RleFormatException($"the runs cover {sum} of {pixels} pixels");
    }

    private static long Number(string text, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 5)
        {
            if (at == text.Length) throw new RleFormatException("the code ends within a number");
            var group = text[at++] - 48;
            if (group is < 0 or > 63) throw new RleFormatException($"'{text[at - 1]}' at position {at - 1} is not part of a run-length code");
            if (shift > 30) throw new RleFormatException($"a number of more than 35 bits at position {at - 1}");
            value |= (long)(group & 0x1F) << shift;
            if ((group & 0x20) != 0) continue;
            return (group & 0x10) != 0 ? value | (-1L << (shift + 5)) : value;
        }
    }
}
