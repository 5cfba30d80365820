using System.Numerics;

namespace Rvos.Video.Png;

/// <summary>Row filters of PNG (ISO/IEC 15948, clause 9), undone. Masks are mostly runs without a change: those are skipped over.</summary>
internal static class PngFilters
{
    /// <param name="filter">The filter's number.</param>
    /// <param name="line">Filtered bytes; becomes the row.</param>
    /// <param name="above">The row above, 0 for the first.</param>
    /// <param name="step">Bytes of a pixel, at least 1.</param>
    /// <exception cref="PngFormatException">There is no such filter.</exception>
    internal static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                if (step == 1) UndoLeft(line);
                else
                    for (var i = step; i < line.Length; i++) line[i] += line[i - step];
                break;
            case 2:
                UndoAbove(line, above);
                break;
            case 3:
                for (var i = 0; i < line.Length; i++) line[i] += (byte)(((i < step ? 0 : line[i - step]) + above[i]) / 2);
                break;
            case 4:
                if (step == 1) UndoPaeth(line, above);
                else
                    for (var i = 0; i < line.Length; i++) line[i] += i < step ? above[i] : Paeth(line[i - step], above[i], above[i - step]);
                break;
            default:
                throw new PngFormatException($"unknown filter {filter}");
        }
    }

    private static void UndoLeft(Span<byte> line)
    {
        byte left = 0;
        for (var i = 0; i < line.Length;)
        {
            var run = line[i..].IndexOfAnyExcept((byte)0);
            if (run < 0) run = line.Length - i;
            line.Slice(i, run).Fill(left);
            i += run;
            if (i < line.Length) left = line[i++] += left;
        }
    }

    private static void UndoAbove(Span<byte> line, ReadOnlySpan<byte> above)
    {
        var width = Vector<byte>.Count;
        var i = 0;
        for (; i <= line.Length - width; i += width) (new Vector<byte>(line[i..]) + new Vector<byte>(above[i..])).CopyTo(line[i..]);
        for (; i < line.Length; i++) line[i] += above[i];
    }

    private static void UndoPaeth(Span<byte> line, ReadOnlySpan<byte> above)
    {
        byte left = 0, corner = 0;
        for (var i = 0; i < line.Length;)
        {
            if (left == corner)
            {
                // The estimate is the pixel above as long as nothing changes.
                var run = line[i..].IndexOfAnyExcept((byte)0);
                if (run < 0) run = line.Length - i;
                above.Slice(i, run).CopyTo(line[i..]);
                i += run;
                if (i == line.Length) break;
                left = corner = i > 0 ? above[i - 1] : (byte)0;
            }

            line[i] += Paeth(left, above[i], corner);
            (left, corner) = (line[i], above[i]);
            i++;
        }
    }

    private static byte Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (dl, da, dc) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return (byte)(dl <= da && dl <= dc ? left : da <= dc ? above : corner);
    }
}
