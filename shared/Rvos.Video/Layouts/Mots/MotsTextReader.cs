namespace Rvos.Video.Layouts.Mots;

/// <summary>KITTI-MOTS text: a line <c>frame id class height width rle</c> for each object, in any order of frames. Blank lines are skipped.</summary>
public sealed class MotsTextReader : IMotsReader
{
    private readonly string path;
    private readonly FileStream file;
    private readonly MotsTextLine[] lines;
    private readonly SizeGuard size = new();
    private byte[] buffer = [];

    /// <summary>Opens a file and finds its lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Name of the sequence.</param>
    /// <param name="frameCount">Number of frames; without, up to the last that has an object.</param>
    /// <exception cref="LayoutException">A line does not begin with a frame, or with one beyond the end.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public MotsTextReader(string path, string name, int? frameCount = null)
    {
        (this.path, Name) = (path, name);
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            lines = MotsTextIndex.Build(file, path);
            FrameCount = frameCount ?? (lines.Length == 0 ? 0 : lines[^1].Frame + 1);
            if (lines.Length > 0 && lines[^1].Frame >= FrameCount)
                throw new LayoutException($"{path}, line {lines[^1].Number}: frame {lines[^1].Frame} is beyond the end of sequence {Name}, which has {FrameCount} frames");
        }
        catch (LayoutException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int FrameCount { get; }

    /// <inheritdoc/>
    public MotsFrame Read(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, FrameCount);
        var objects = new List<MotsObject>();
        for (var i = First(frame); i < lines.Length && lines[i].Frame == frame; i++)
        {
            var where = $"{path}, line {lines[i].Number}: sequence {Name}, frame {frame}";
            if (objects.Count == MotsFrame.MaxObjects) throw new LayoutException($"{where}: more than {MotsFrame.MaxObjects} objects");
            objects.Add(MotsTextLine.Parse(Bytes(lines[i]), where));
            var (id, mask) = (objects[^1].TrackId, objects[^1].Mask);
            size.Check(mask.Width, mask.Height, frame, $"{where}, id {id}");
        }

        return MotsFrame.Create(frame, objects, $"{path}: sequence {Name}, frame {frame}");
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private int First(int frame)
    {
        var (from, to) = (0, lines.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (lines[middle].Frame < frame) from = middle + 1;
            else to = middle;
        }

        return from;
    }

    private ReadOnlySpan<byte> Bytes(MotsTextLine line)
    {
        if (buffer.Length < line.Length) buffer = new byte[line.Length];
        var read = 0;
        while (read < line.Length)
        {
            var more = RandomAccess.Read(file.SafeFileHandle, buffer.AsSpan(read, line.Length - read), line.Offset + read);
            if (more == 0) throw new LayoutException($"{path}, line {line.Number}: the file became shorter while it was read");
            read += more;
        }

        return buffer.AsSpan(0, line.Length);
    }
}
