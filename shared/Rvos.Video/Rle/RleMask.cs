using Rvos.Video.Masks;

namespace Rvos.Video.Rle;

/// <summary>A binary mask as COCO run lengths: pixels column by column, runs of zeros and ones in turn, zeros first. The compressed string is
/// the one of pycocotools (differences to the run before last in 6-bit groups, least significant first).</summary>
public sealed class RleMask
{
    private readonly uint[] counts;

    private RleMask(int width, int height, uint[] counts) => (Width, Height, this.counts) = (width, height, counts);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Run lengths; they add up to the number of pixels.</summary>
    public IReadOnlyList<uint> Counts => counts;

    /// <summary>Pixels of the mask.</summary>
    public long Area => Counts.Where((_, i) => i % 2 == 1).Sum(c => (long)c);

    /// <summary>The numbers of <see cref="Counts"/>, for loops over all of them.</summary>
    internal ReadOnlySpan<uint> Runs => counts;

    /// <summary>Encodes the pixels of one label.</summary>
    public static RleMask Encode(LabelMask mask, byte label) => Encode(mask, [label])[0];

    /// <summary>Encodes several labels in one pass over the mask; results are in the order of the labels.</summary>
    /// <exception cref="ArgumentException">A label is listed twice.</exception>
    public static RleMask[] Encode(LabelMask mask, IReadOnlyList<byte> labels)
    {
        var counts = labels.Select(_ => new List<uint>()).ToArray();
        var slot = new int[256];
        Array.Fill(slot, -1);
        for (var i = 0; i < labels.Count; i++)
        {
            if (slot[labels[i]] >= 0) throw new ArgumentException($"label {labels[i]} is listed twice", nameof(labels));
            slot[labels[i]] = i;
        }

        var start = new uint[labels.Count];
        ReadOnlySpan<byte> columns = Transposed(mask);
        var current = -1;
        for (var at = 0; at < columns.Length;)
        {
            var label = columns[at];
            if (slot[label] != current)
            {
                Toggle(current, (uint)at);
                Toggle(current = slot[label], (uint)at);
            }

            var run = columns[at..].IndexOfAnyExcept(label);
            at = run < 0 ? columns.Length : at + run;
        }

        for (var i = 0; i < counts.Length; i++) counts[i].Add((uint)columns.Length - start[i]);
        return counts.Select(c => new RleMask(mask.Width, mask.Height, c.ToArray())).ToArray();

        void Toggle(int index, uint at)
        {
            if (index < 0) return;
            counts[index].Add(at - start[index]);
            start[index] = at;
        }
    }

    /// <summary>From run lengths, zeros first.</summary>
    /// <exception cref="RleFormatException">They do not add up to the number of pixels.</exception>
    public static RleMask FromCounts(IReadOnlyList<uint> counts, int width, int height)
    {
        CheckSize(width, height);
        var sum = counts.Sum(c => (long)c);
        if (sum != (long)width * height) throw new RleFormatException($"the runs cover {sum} of {(long)width * height} pixels");
        return new RleMask(width, height, counts.ToArray());
    }

    /// <summary>Parses a compressed string.</summary>
    /// <exception cref="RleFormatException">A character, a run or the sum of runs is impossible.</exception>
    public static RleMask Parse(string text, int width, int height)
    {
        CheckSize(width, height);
        return new RleMask(width, height, RleText.Read(text, width, height));
    }

    /// <summary>The compressed string.</summary>
    public string ToCompressedString() => RleText.Write(Counts);

    /// <summary>Intersection over union as in COCO: 0 when the bounding boxes do not meet, thus also for two empty masks.</summary>
    /// <param name="other">A mask of the same size.</param>
    /// <param name="isCrowd">Divides by this mask's area instead of the union.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public double Iou(RleMask other, bool isCrowd = false)
    {
        if (other.Width != Width || other.Height != Height) throw new ArgumentException($"masks of {Width}x{Height} and {other.Width}x{other.Height}", nameof(other));
        long shared = 0, endA = 0, endB = 0, at = 0;
        int a = -1, b = -1;
        for (var pixels = (long)Width * Height; at < pixels;)
        {
            while (endA <= at) endA += Counts[++a];
            while (endB <= at) endB += other.Counts[++b];
            var end = Math.Min(endA, endB);
            if (a % 2 == 1 && b % 2 == 1) shared += end - at;
            at = end;
        }

        return shared == 0 ? 0 : (double)shared / (isCrowd ? Area : Area + other.Area - shared);
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

    /// <summary>Writes a label into the mask's pixels of (H,W) labels, row by row; others stay.</summary>
    /// <exception cref="ArgumentException">The labels have another size.</exception>
    public void Paint(Span<byte> labels, byte label)
    {
        if (labels.Length != Width * Height) throw new ArgumentException("labels of another size", nameof(labels));
        var at = 0;
        for (var i = 0; i < Counts.Count; at += (int)Counts[i++])
        {
            if (i % 2 == 0) continue;
            for (var (n, x, y) = ((int)Counts[i], at / Height, at % Height); n > 0; x++, y = 0)
            {
                var length = Math.Min(n, Height - y);
                for (var row = y; row < y + length; row++) labels[row * Width + x] = label;
                n -= length;
            }
        }
    }

    private static void CheckSize(int width, int height)
    {
        if (width < 1 || height < 1 || (long)width * height > int.MaxValue) throw new RleFormatException($"impossible size {width}x{height}");
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
