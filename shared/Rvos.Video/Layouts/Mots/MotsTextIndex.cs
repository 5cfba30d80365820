namespace Rvos.Video.Layouts.Mots;

/// <summary>Where the lines of each frame are in a text file, whatever their order: 24 bytes for each line, found in one pass.</summary>
internal static class MotsTextIndex
{
    /// <summary>Longest line, in bytes.</summary>
    internal const int MaxLineBytes = 16 << 20;

    private const int BlockBytes = 1 << 16;

    /// <summary>Lines that are not blank, by frame; in the order of the file within one.</summary>
    /// <exception cref="LayoutException">A line is too long or does not begin with the number of a frame.</exception>
    internal static MotsTextLine[] Build(FileStream file, string path)
    {
        var lines = new List<MotsTextLine>();
        var block = new byte[BlockBytes];
        var head = new List<byte>();
        var (position, start, number) = (0L, 0L, 1);
        for (int read; (read = file.Read(block)) > 0; position += read)
        {
            var rest = block.AsSpan(0, read);
            while (rest.Length > 0)
            {
                var end = rest.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                // A frame number and the space behind it; only the beginning of a line is kept.
                head.AddRange(part[..Math.Min(part.Length, Math.Max(0, MotsTextLine.HeadBytes - head.Count))]);
                rest = rest[(end < 0 ? rest.Length : end + 1)..];
                var at = position + read - rest.Length;
                if (at - start > MaxLineBytes) throw new LayoutException($"{path}, line {number}: longer than {MaxLineBytes} bytes");
                if (end < 0) continue;
                Add(at - 1);
                (start, number) = (at, number + 1);
            }
        }

        Add(position);
        // Stable: lines of one frame stay in their order.
        return lines.Zip(lines.Skip(1)).All(p => p.First.Frame <= p.Second.Frame) ? lines.ToArray() : lines.OrderBy(l => l.Frame).ToArray();

        void Add(long end)
        {
            if (MotsTextLine.FrameOf(head.ToArray(), end - start <= head.Count, $"{path}, line {number}") is { } frame) lines.Add(new MotsTextLine(frame, start, (int)(end - start), number));
            head.Clear();
        }
    }
}
