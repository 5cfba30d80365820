using Rvos.Video.Png;

namespace Rvos.Video.Layouts;

/// <summary>KITTI-MOTS pictures: <c>SEQ/000000.png</c> by frame number, 16-bit grey, value = class·1000 + label, 10000 = ignored, 0 = background.</summary>
public sealed class MotsPngWriter : IResultWriter
{
    private readonly string folder;
    private readonly ushort[] idOf;

    /// <summary>Writes into <c>ROOT/SEQ</c>.</summary>
    /// <param name="root">Folder of the results.</param>
    /// <param name="sequence">Name of the sequence.</param>
    /// <param name="classes">Class of each label.</param>
    /// <param name="otherwise">Class of labels that are not listed.</param>
    /// <exception cref="ArgumentException">The sequence is no plain name, or its folder a symbolic link.</exception>
    public MotsPngWriter(string root, string sequence, IReadOnlyDictionary<byte, MotsClass>? classes = null, MotsClass otherwise = MotsClass.Car)
    {
        folder = OutputFile.MakeFolder(root, sequence);
        var ids = new MotsIds(classes, otherwise);
        idOf = Enumerable.Range(0, 256).Select(l => l == 0 ? (ushort)0 : (ushort)ids.IdOf((byte)l)).ToArray();
    }

    /// <inheritdoc/>
    public void Write(ResultFrame frame)
    {
        var labels = frame.Mask.Labels;
        var values = new ushort[labels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = idOf[labels[i]];
        OutputFile.Write(Path.Combine(folder, $"{frame.Index:D6}.png"), PngWriter.EncodeGrey16(frame.Mask.Width, frame.Mask.Height, values));
    }

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
