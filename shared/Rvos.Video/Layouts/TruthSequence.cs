using Rvos.Video.Files;

namespace Rvos.Video.Layouts;

/// <summary>An annotated sequence.</summary>
/// <param name="Name">Name of the sequence: its folder's.</param>
/// <param name="Frames">Annotated frames by name.</param>
/// <param name="Objects">Listed objects by id; empty for datasets that list none.</param>
public sealed record TruthSequence(string Name, IReadOnlyList<TruthFrame> Frames, IReadOnlyList<TruthObject> Objects)
{
    internal static TruthSequence Read(string folder, IReadOnlyList<TruthObject> objects)
    {
        var frames = DataFolder.Files(folder, "*.png")
            .Select(p => new TruthFrame(Path.GetFileNameWithoutExtension(p), p))
            .OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        if (frames.Length == 0) throw new LayoutException($"{folder}: no PNG file");
        return new TruthSequence(Path.GetFileName(folder), frames, objects);
    }
}
