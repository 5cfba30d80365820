using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Video.Layouts;

/// <summary>An annotated frame.</summary>
/// <param name="Name">Name of the frame: its file's, without extension.</param>
/// <param name="Path">The PNG file.</param>
public sealed record TruthFrame(string Name, string Path)
{
    /// <summary>Reads the mask.</summary>
    /// <param name="values">What its values mean: <see cref="MaskValues.Binary"/> for DAVIS-2016, <see cref="MaskValues.Labels"/> for DAVIS-2017 and YouTube-VOS.</param>
    /// <exception cref="PngFormatException">The file is no mask.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LabelMask Read(MaskValues values) => LabelMaskReader.Read(Path, values);
}
