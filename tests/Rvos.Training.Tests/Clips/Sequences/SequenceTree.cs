using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Training.Tests.Clips.Sequences;

/// <summary>Small data sets on disk, in the layouts of the real ones; pictures are PNG files, which every reader takes.</summary>
internal sealed class SequenceTree : IDisposable
{
    internal const int Width = 80, Height = 48;

    internal string Root { get; } = Directory.CreateTempSubdirectory("rvos-sequences-").FullName;

    internal string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    internal void Text(string name, string text)
    {
        Folder(Path.GetDirectoryName(name)!);
        File.WriteAllText(Path.Combine(Root, name), text);
    }

    /// <summary>A picture of noise.</summary>
    internal void Picture(string folder, string name, int seed)
    {
        var rgb = new byte[Width * Height * 3];
        new Random(seed).NextBytes(rgb);
        File.WriteAllBytes(Path.Combine(Folder(folder), name + ".png"), PngWriter.EncodeRgb(Width, Height, rgb));
    }

    /// <summary>A mask of boxes, later ones over earlier ones.</summary>
    internal void Mask(string folder, string name, params (byte Label, int X, int Y, int W, int H)[] boxes) =>
        File.WriteAllBytes(Path.Combine(Folder(folder), name + ".png"), PngWriter.Encode(new LabelMask(Width, Height, Labels(boxes))));

    internal static byte[] Labels(params (byte Label, int X, int Y, int W, int H)[] boxes)
    {
        var labels = new byte[Width * Height];
        foreach (var (label, x, y, w, h) in boxes)
            for (var row = y; row < y + h; row++) labels.AsSpan(row * Width + x, w).Fill(label);
        return labels;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
