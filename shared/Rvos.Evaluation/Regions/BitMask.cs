using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Regions;

/// <summary>A binary mask of 64 pixels to the word: pixel (x, y) is bit x mod 64 of word x / 64 of row y. Bits right of the last column are 0.</summary>
public sealed class BitMask
{
    internal const int WordBits = 64;
    private readonly ulong[] words;

    internal BitMask(int width, int height)
    {
        (Width, Height, Stride) = (width, height, (width + WordBits - 1) / WordBits);
        words = new ulong[Stride * height];
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    internal int Stride { get; }

    internal Span<ulong> Words => words;

    internal ulong LastWordMask => Width % WordBits is var bits && bits == 0 ? ulong.MaxValue : (1UL << bits) - 1;

    /// <summary>The pixels of one label.</summary>
    /// <param name="mask">Labels (H,W).</param>
    /// <param name="label">The label.</param>
    /// <param name="except">Pixels that stay 0, such as void ones; null for none.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static BitMask Of(LabelMask mask, byte label, BitMask? except = null)
    {
        var result = new BitMask(mask.Width, mask.Height);
        var wanted = Vector512.Create(label);
        for (var y = 0; y < mask.Height; y++)
        {
            var pixels = mask.Labels.AsSpan(y * mask.Width, mask.Width);
            var row = result.Row(y);
            var whole = pixels.Length / WordBits;
            for (var i = 0; i < whole; i++)
                row[i] = Vector512.Equals(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(pixels), (nuint)(i * WordBits)), wanted).ExtractMostSignificantBits();
            for (var x = whole * WordBits; x < pixels.Length; x++)
                if (pixels[x] == label) row[whole] |= 1UL << (x % WordBits);
        }

        if (except is not null) result.Clear(except);
        return result;
    }

    /// <summary>Pixels that are set.</summary>
    public long Count()
    {
        var count = 0L;
        foreach (var word in words) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>Pixels set in both and in either.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public RegionOverlap Overlap(BitMask other)
    {
        RequireSameSize(other);
        var (both, either) = (0L, 0L);
        var a = words;
        var b = other.words;
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            both += BitOperations.PopCount(a[i] & b[i]);
            either += BitOperations.PopCount(a[i] | b[i]);
        }

        return new RegionOverlap(both, either);
    }

    internal long CountCommon(BitMask other)
    {
        RequireSameSize(other);
        var both = 0L;
        var a = words;
        var b = other.words;
        for (var i = 0; i < a.Length && i < b.Length; i++) both += BitOperations.PopCount(a[i] & b[i]);
        return both;
    }

    internal Span<ulong> Row(int y) => words.AsSpan(y * Stride, Stride);

    private void Clear(BitMask other)
    {
        RequireSameSize(other);
        for (var i = 0; i < words.Length; i++) words[i] &= ~other.words[i];
    }

    private void RequireSameSize(BitMask other)
    {
        if (other.Width != Width || other.Height != Height) throw new ArgumentException($"masks of {Width}x{Height} and {other.Width}x{other.Height} cannot be compared");
    }
}
