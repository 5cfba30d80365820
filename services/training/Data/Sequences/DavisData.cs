using Rvos.Video.Files;
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
        return DavisLayout.Read(folder).Select(s => Join(s, DataFolder.Join(images, s.Name), values)).ToArray();
    }

    /// <summary>Sequences that lie each in a folder of its own.</summary>
    /// <exception cref="InvalidDataException">There is no such folder, or none of a sequence in it.</exception>
    internal static IReadOnlyList<AnnotatedSequence> ReadPerSequence(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: no such folder");
        var sequences = DataFolder.Folders(folder).Where(f => Directory.Exists(Path.Combine(f, "Annotations"))).Order(StringComparer.Ordinal)
            .Select(f => Join(new TruthSequence(Path.GetFileName(f), Masks(Path.Combine(f, "Annotations")), []), Path.Combine(f, "JPEGImages"), MaskValues.Labels)).ToArray();
        return sequences.Length > 0 ? sequences : throw new InvalidDataException($"{folder}: no folder with Annotations in it");
    }

    private static TruthFrame[] Masks(string folder) =>
        DataFolder.Files(folder, "*.png").Order(StringComparer.Ordinal).Select(p => new TruthFrame(Path.GetFileNameWithoutExtension(p), p)).ToArray();

    /// <summary>Annotated frames that have a picture.</summary>
    internal static AnnotatedSequence Join(TruthSequence sequence, string images, MaskValues values)
    {
        var byName = FrameFiles.ByName(images);
        var frames = sequence.Frames.Where(f => byName.ContainsKey(UnicodeNames.Key(f.Name))).Select(f => new AnnotatedFrame(f.Name, byName[UnicodeNames.Key(f.Name)], () => f.Read(values))).ToArray();
        return frames.Length > 0 ? new AnnotatedSequence(sequence.Name, frames) : throw new InvalidDataException($"{images}: no picture has the name of a mask");
    }
}
