using Rvos.Video.Png;

namespace Rvos.Video.Layouts;

/// <summary>One indexed PNG with the DAVIS palette per frame: the results of DAVIS (<c>SEQ/00000.png</c>) and YouTube-VOS (<c>Annotations/SEQ/00000.png</c>).
/// Official tools look results up by the names of the annotated frames, so a frame's own name is kept.</summary>
public sealed class IndexedPngWriter : IResultWriter
{
    private readonly string folder;

    private IndexedPngWriter(string folder) => this.folder = folder;

    /// <summary>The layout of davis2017-evaluation: a folder per sequence.</summary>
    /// <exception cref="ArgumentException">The sequence is no plain name, or its folder a symbolic link.</exception>
    public static IndexedPngWriter Davis(string root, string sequence) => new(OutputFile.MakeFolder(root, sequence));

    /// <summary>The layout of YouTube-VOS submissions: a folder per sequence within <c>Annotations</c>.</summary>
    /// <exception cref="ArgumentException">The sequence is no plain name, or its folder a symbolic link.</exception>
    public static IndexedPngWriter YouTubeVos(string root, string sequence) => new(OutputFile.MakeFolder(root, "Annotations", sequence));

    /// <inheritdoc/>
    public void Write(ResultFrame frame) => OutputFile.Write(Path.Combine(folder, frame.Name + ".png"), PngWriter.Encode(frame.Mask));

    /// <inheritdoc/>
    public void Complete()
    {
        // Every frame is a file of its own, whole as soon as it is written.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // No file stays open between frames.
    }
}
