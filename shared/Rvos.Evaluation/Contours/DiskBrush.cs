using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rvos.Evaluation.Regions;

namespace Rvos.Evaluation.Contours;

/// <summary>Paints a disk around every set pixel of a row. The disk's row at height dy is 2·w + 1 wide, w = √(radius² - dy²): the source row is widened pixel by
/// pixel and put down wherever its width is that of the disk.</summary>
internal sealed class DiskBrush
{
    private const int Lanes = 4;
    private readonly int radius;
    private readonly int[] halfWidth;

    // One empty word on the left, and at least one on the right up to a whole vector, so that neighbours can be read without a check.
    private ulong[] row, wider;

    internal DiskBrush(int stride, int radius)
    {
        this.radius = radius;
        halfWidth = Enumerable.Range(0, radius + 1).Select(dy => (int)Math.Sqrt((long)radius * radius - (long)dy * dy)).ToArray();
        (row, wider) = (new ulong[stride + 2 * Lanes + 2], new ulong[stride + 2 * Lanes + 2]);
    }

    internal void Paint(ReadOnlySpan<ulong> source, BitMask target, int y)
    {
        Array.Clear(row);
        Array.Clear(wider);
        source.CopyTo(row.AsSpan(1));
        var margin = radius / BitMask.WordBits + 1;
        var from = Math.Max(0, source.IndexOfAnyExcept(0UL) - margin);
        var to = Math.Min(source.Length, source.LastIndexOfAnyExcept(0UL) + margin + 1);
        var reach = 0;
        for (var dy = radius; dy >= 0; dy--)
        {
            for (; reach < halfWidth[dy]; reach++) Widen(from, to);
            if (y >= dy) Put(target.Row(y - dy), from, to);
            if (dy > 0 && y + dy < target.Height) Put(target.Row(y + dy), from, to);
        }
    }

    private void Widen(int from, int to)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(row);
        ref var target = ref MemoryMarshal.GetArrayDataReference(wider);
        for (var i = from; i < to; i += Lanes)
        {
            var here = Vector256.LoadUnsafe(ref source, (nuint)(i + 1));
            var left = Vector256.LoadUnsafe(ref source, (nuint)i);
            var right = Vector256.LoadUnsafe(ref source, (nuint)(i + 2));
            var wide = here | (here << 1) | (here >> 1) | (left >> 63) | (right << 63);
            wide.StoreUnsafe(ref target, (nuint)(i + 1));
        }

        // Words outside the range stay as they were in both arrays: 0.
        (row, wider) = (wider, row);
    }

    private void Put(Span<ulong> target, int from, int to)
    {
        var source = row.AsSpan(1);
        for (var i = from; i < to; i++) target[i] |= source[i];
    }
}
