using Rvos.Video.Files;

namespace Rvos.Video.Layouts;

/// <summary>Annotations of DAVIS: <c>Annotations/480p/SEQ/00000.png</c>.</summary>
public static class DavisLayout
{
    /// <summary>Lists the annotated sequences by name.</summary>
    /// <param name="root">The dataset's folder, its <c>Annotations</c>, or any folder that holds sequence folders itself.</param>
    /// <param name="resolution">Folder within <c>Annotations</c>; passed over when there is none.</param>
    /// <param name="names">Sequences that are wanted; null for all.</param>
    /// <exception cref="LayoutException">There is no such folder, no sequence, one that is not there, or a sequence without PNG files.</exception>
    public static IReadOnlyList<TruthSequence> Read(string root, string resolution = "480p", IReadOnlyList<string>? names = null)
    {
        if (!Directory.Exists(root)) throw new LayoutException($"{root}: no such folder");
        var folder = Inner(Inner(Path.TrimEndingDirectorySeparator(root), "Annotations"), resolution);
        var sequences = SequenceList.Choose(DataFolder.Folders(folder).Order(StringComparer.Ordinal), f => Path.GetFileName(f), names, folder).Select(f => TruthSequence.Read(f, [])).ToArray();
        return sequences.Length > 0 ? sequences : throw new LayoutException($"{folder}: no folder of a sequence");
    }

    private static string Inner(string folder, string name) => Path.Combine(folder, name) is var inner && Directory.Exists(inner) ? inner : folder;
}
