using System.Globalization;
using System.Text;
using Rvos.Video.Rle;

namespace Rvos.Video.Layouts.Mots;

/// <summary>A line <c>frame id class height width rle</c>, single spaces between.</summary>
/// <param name="Frame">Its frame.</param>
/// <param name="Offset">Where it starts, in bytes.</param>
/// <param name="Length">Its length in bytes, without the line feed.</param>
/// <param name="Number">Number of the line, from 1.</param>
internal readonly record struct MotsTextLine(int Frame, long Offset, int Length, int Number)
{
    /// <summary>So much of a line is enough to know its frame.</summary>
    internal const int HeadBytes = 16;

    private const int Columns = 6;

    private static ReadOnlySpan<byte> Blanks => " \t\r"u8;

    /// <summary>The frame at the head of a line, null for a blank line.</summary>
    /// <param name="head">The first bytes of a line.</param>
    /// <param name="isWhole">Whether they are all of it.</param>
    /// <param name="where">For the message.</param>
    /// <exception cref="LayoutException">There is no number.</exception>
    internal static int? FrameOf(ReadOnlySpan<byte> head, bool isWhole, string where)
    {
        if (isWhole && head.Trim(Blanks).IsEmpty) return null;
        var end = head.IndexOf((byte)' ');
        return ToNumber(end < 0 ? head.TrimEnd(Blanks) : head[..end], "frame", MotsSequences.MaxFrames - 1, where);
    }

    /// <summary>Reads the bytes of a line.</summary>
    /// <exception cref="LayoutException">A column is missing or impossible.</exception>
    internal static MotsObject Parse(ReadOnlySpan<byte> line, string where)
    {
        line = line.TrimEnd(Blanks);
        Span<Range> columns = stackalloc Range[Columns + 1];
        var count = Split(line, columns);
        if (count != Columns) throw new LayoutException($"{where}: {(count > Columns ? "more than 6" : count)} columns, expected are 'frame id class height width rle'");
        var id = ToNumber(line[columns[1]], "id", int.MaxValue, where);
        where += $", id {id}";
        var kind = (MotsClass)ToNumber(line[columns[2]], "class", int.MaxValue, where);
        if (!Enum.IsDefined(kind)) throw new LayoutException($"{where}: class {(int)kind} is unknown; 1 (car), 2 (pedestrian) and 10 (ignored) are known");
        var (height, width) = (ToNumber(line[columns[3]], "height", MotsSequences.MaxPixels, where), ToNumber(line[columns[4]], "width", MotsSequences.MaxPixels, where));
        if ((long)height * width > MotsSequences.MaxPixels) throw new LayoutException($"{where}: {width}x{height} are more than {MotsSequences.MaxPixels} pixels");
        try
        {
            // Not ASCII: bytes beyond it would become '?', which is part of codes.
            return new MotsObject(id, kind, RleMask.Parse(Encoding.Latin1.GetString(line[columns[5]]), width, height));
        }
        catch (RleFormatException error)
        {
            throw new LayoutException($"{where}: {error.Message}", error);
        }
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> columns)
    {
        var (count, start) = (0, 0);
        while (count < columns.Length)
        {
            var length = line[start..].IndexOf((byte)' ');
            columns[count++] = length < 0 ? start.. : start..(start + length);
            if (length < 0) break;
            start += length + 1;
        }

        return count;
    }

    private static int ToNumber(ReadOnlySpan<byte> text, string what, int most, string where) =>
        text.Length <= 10 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw new LayoutException($"{where}: '{Encoding.Latin1.GetString(text[..Math.Min(text.Length, 20)])}' is no {what}");
}
