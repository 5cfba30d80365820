using System.Text;
using Rvos.Video.Masks;

namespace Rvos.Video.Rle;

/// <summary>A binary mask as COCO run lengths: pixels column by column, runs of zeros and ones in turn, zeros first. The compressed string is
/// the one of pycocotools (differences to the run before last in 6-bit groups, least significant first).</summary>
public sealed class RleMask
{
    private RleMask(int width, int height, uint[] counts) => (Width, Height, Counts) = (width, height, counts);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Run lengths; they add up to the number of pixels.</summary>
    public IReadOnlyList<uint> Counts { get; }

    /// <summary>Pixels of the mask.</summary>
    public long Area => Counts.Where((_, i) => i % 2 == 1).Sum(c => (long)c);

    /// <summary>Encodes the pixels of one label.</summary>
    public static RleMask Encode(LabelMask mask, byte label) => Encode(mask, [label])[0];

    /// <summary>Encodes several labels in one pass over the mask.</summary>
    public static RleMask[] Encode(LabelMask mask, IReadOnlyList<byte> labels)
    {
        var counts = labels.Select(_ => new List<uint>()).ToArray();
        var slot = new int[256];
        Array.Fill(slot, -1);
        for (var i = 0; i < labels.Count; i++) slot[labels[i]] = i;
        var start = new uint[labels.Count];
        var (columns, position, current) = (Transposed(mask), 0u, -1);
        foreach (var label in columns)
        {
            var next = slot[label];
            if (next != current)
            {
                Toggle(current, position);
                Toggle(next, position);
                current = next;
            }

            position++;
        }

        for (var i = 0; i < counts.Length; i++) counts[i].Add(position - start[i]);
        return counts.Select(c => new RleMask(mask.Width, mask.Height, c.ToArray())).ToArray();

        void Toggle(int index, uint at)
        {
            if (index < 0) return;
            counts[index].Add(at - start[index]);
            start[index] = at;
        }
    }

    /// <summary>Parses a compressed string.</summary>
    /// <exception cref="RleFormatException">A character, a run or the sum of runs is impossible.</exception>
    public static RleMask Parse(string text, int width, int height)
    {
        if (width < 1 || height < 1 || (long)width * height > int.MaxValue) throw new RleFormatException($"impossible size {width}x{height}");
        var counts = new List<uint>();
        long sum = 0;
        for (var at = 0; at < text.Length;)
        {
            var value = Number(text, ref at);
            if (counts.Count > 2) value += counts[^2];
            if (value < 0 || (sum += value) > (long)width * height) throw new RleFormatException($"run {counts.Count} is impossible: the runs pass {width}x{height} pixels");
            counts.Add((uint)value);
        }

        if (sum != (long)width * height) throw new RleFormatException($"the runs cover {sum} of {(long)width * height} pixels");
        return new RleMask(width, height, counts.ToArray());
    }

    /// <summary>The compressed string.</summary>
    public string ToCompressedString()
    {
        var text = new StringBuilder(Counts.Count * 2);
        for (var i = 0; i < Counts.Count; i++)
        {
            long value = Counts[i];
            if (i > 2) value -= Counts[i - 2];
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

    /// <summary>Left, top, width and height of the smallest box around the mask; all 0 when it is empty.</summary>
    public (int X, int Y, int Width, int Height) Bounds()
    {
        int x0 = Width, y0 = Height, x1 = -1, y1 = -1;
        long at = 0;
        for (var i = 0; i < Counts.Count; at += Counts[i++])
        {
            if (i % 2 == 0 || Counts[i] == 0) continue;
            var (first, last) = (at, at + Counts[i] - 1);
            (x0, x1) = (Math.Min(x0, (int)(first / Height)), Math.Max(x1, (int)(last / Height)));
            var spans = first / Height != last / Height;
            (y0, y1) = spans ? (0, Height - 1) : (Math.Min(y0, (int)(first % Height)), Math.Max(y1, (int)(last % Height)));
        }

        return x1 < 0 ? (0, 0, 0, 0) : (x0, y0, x1 - x0 + 1, y1 - y0 + 1);
    }

    /// <summary>Writes a label into the mask's pixels (H,W), row by row.</summary>
    public void Paint(Span<byte> labels, byte label)
    {
        if (labels.Length != Width * Height) throw new ArgumentException("labels of another size", nameof(labels));
        var at = 0;
        for (var i = 0; i < Counts.Count; i++)
        {
            for (var n = Counts[i]; n > 0; n--, at++)
                if (i % 2 == 1) labels[at % Height * Width + at / Height] = label;
        }
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

    private static byte[] Transposed(LabelMask mask)
    {
        const int Tile = 32;
        var (width, height, source) = (mask.Width, mask.Height, mask.Labels);
        var target = new byte[source.Length];
        for (var y0 = 0; y0 < height; y0 += Tile)
        {
            for (var x0 = 0; x0 < width; x0 += Tile)
            {
                for (var x = x0; x < Math.Min(width, x0 + Tile); x++)
                    for (var y = y0; y < Math.Min(height, y0 + Tile); y++) target[x * height + y] = source[y * width + x];
            }
        }

        return target;
    }
}
