namespace Rvos.Video.Files;

/// <summary>Reads folders that people fill: what their systems and tools leave in them is passed over, names are compared as Unicode has it.</summary>
public static class DataFolder
{
    private static readonly HashSet<string> Leftovers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Thumbs.db", "ehthumbs.db", "desktop.ini", "__MACOSX", "$RECYCLE.BIN", "System Volume Information", "lost+found", "@eaDir",
    };

    /// <summary>Whether a file or folder of this name is none of the data: hidden ones (a leading dot: <c>.DS_Store</c>, <c>._x</c>, <c>.ipynb_checkpoints</c>), and what Windows, macOS and servers leave.</summary>
    /// <param name="name">Without folder.</param>
    public static bool IsPassedOver(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith('.') || Leftovers.Contains(name);
    }

    /// <summary>Paths of the files of a folder, in no order.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">Such as <c>*.png</c>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> Files(string folder, string pattern = "*") => Directory.EnumerateFiles(folder, pattern).Where(IsData);

    /// <summary>Paths of the folders of a folder, in no order.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(folder).Where(IsData);

    /// <summary>Path of a file or folder below another one: the one of exactly this name, else one whose name is the same in Unicode, else, where there is none, as it is named.</summary>
    /// <param name="folder">Where it is looked for.</param>
    /// <param name="names">Names of folders on the way, and its own; each may be a relative path.</param>
    public static string Join(string folder, params ReadOnlySpan<string> names)
    {
        var path = folder;
        foreach (var name in names)
            foreach (var part in name.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)) path = Entry(path, part);
        return path;
    }

    private static string Entry(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (System.Text.Ascii.IsValid(name) || Path.Exists(path) || !Directory.Exists(folder)) return path;
        var key = UnicodeNames.Key(name);
        return Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(e => UnicodeNames.Key(Path.GetFileName(e)) == key) ?? path;
    }

    private static bool IsData(string path) => !IsPassedOver(Path.GetFileName(path));
}
