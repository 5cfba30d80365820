using Rvos.Video.Masks;

namespace Rvos.Video.Layouts;

/// <summary>The result for one frame, as a layout writes it.</summary>
public sealed record ResultFrame
{
    /// <summary>Makes a frame.</summary>
    /// <param name="index">Frame number from 0.</param>
    /// <param name="mask">Labels at the video's own size.</param>
    /// <param name="name">File name without extension; five digits of the index when null.</param>
    /// <param name="scores">Confidence in [0,1] by label, where known.</param>
    /// <exception cref="ArgumentException">A negative index, or a name that is no plain file name.</exception>
    public ResultFrame(int index, LabelMask mask, string? name = null, IReadOnlyDictionary<byte, double>? scores = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        (Index, Mask, Name, Scores) = (index, mask, name ?? $"{index:D5}", scores);
        if (!PlainName.Is(Name)) throw new ArgumentException($"'{Name}' is no file name", nameof(name));
    }

    /// <summary>Frame number from 0.</summary>
    public int Index { get; }

    /// <summary>Labels (H,W) at the video's own size.</summary>
    public LabelMask Mask { get; }

    /// <summary>File name without extension.</summary>
    public string Name { get; }

    /// <summary>Name of the frame's own file, with extension, where the source is a folder of frames; null for a video.</summary>
    /// <exception cref="ArgumentException">It is no plain file name.</exception>
    public string? FileName
    {
        get;
        init => field = value is null || PlainName.Is(value) ? value : throw new ArgumentException($"'{value}' is no file name", nameof(value));
    }

    /// <summary>Confidence in [0,1] by label; null when unknown.</summary>
    public IReadOnlyDictionary<byte, double>? Scores { get; }

    /// <summary>Labels with at least one pixel, ascending, without background.</summary>
    internal byte[] Objects()
    {
        var seen = new bool[256];
        foreach (var label in Mask.Labels) seen[label] = true;
        return Enumerable.Range(1, 255).Where(l => seen[l]).Select(l => (byte)l).ToArray();
    }
}
