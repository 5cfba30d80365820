using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Training.Data.Sequences;

/// <summary>DAVIS-2016 and 2017, and own data laid out alike.</summary>
internal static class DavisData
{
    internal static IReadOnlyList<AnnotatedSequence> Read(string folder, DataSetLayout layout)
    {
        var values = layout switch { DataSetLayout.Davis2016 => MaskValues.Binary, DataSetLayout.Davis2017 => MaskValues.Labels, _ => MaskValues.Auto };
        var images = FrameFiles.Inner(folder, "JPEGImages/480p", "JPEGImages");
        return DavisLayout.Read(folder).Select(s => Join(s, Path.Combine(images, s.Name), values)).ToArray();
    }

    /// <summary>Annotated frames that have a picture.</summary>
    internal static AnnotatedSequence Join(TruthSequence sequence, string images, MaskValues values)
    {
        var byName = FrameFiles.ByName(images);
        var frames = sequence.Frames.Where(f => byName.ContainsKey(f.Name)).Select(f => new AnnotatedFrame(f.Name, byName[f.Name], () => f.Read(values))).ToArray();
        return frames.Length > 0 ? new AnnotatedSequence(sequence.Name, frames) : throw new InvalidDataException($"{images}: no picture has the name of a mask");
    }
}
