using Rvos.Video.Files;

namespace Rvos.Training.Data.Sequences;

/// <summary>Finds pictures of sequences.</summary>
internal static class FrameFiles
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    /// <summary>Pictures of a folder by the keys (<see cref="UnicodeNames.Key"/>) of their names without extension.</summary>
    /// <exception cref="InvalidDataException">There is no such folder, or no picture in it.</exception>
    internal static Dictionary<string, string> ByName(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: no such folder");
        var files = DataFolder.Files(folder).Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
        var byName = new Dictionary<string, string>();
        foreach (var file in files) byName.TryAdd(UnicodeNames.Key(Path.GetFileNameWithoutExtension(file)), file);
        return byName.Count > 0 ? byName : throw new InvalidDataException($"{folder}: no {string.Join(" or ", Extensions)} files");
    }

    /// <summary>The first of some folders within another that exists; the first at all when none does.</summary>
    internal static string Inner(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Path.Combine(folder, name) is var path && Directory.Exists(path)) return path;
        return Path.Combine(folder, names[0]);
    }
}
