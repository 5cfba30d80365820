namespace Rvos.Cli.Submit.Files;

/// <summary>Gives each file the name of its folder of results: without extension where that is enough to tell files apart.</summary>
internal static class FileNames
{
    /// <exception cref="ArgumentException">Two files would have the same folder.</exception>
    internal static IReadOnlyList<SubmitFile> Assign(IReadOnlyList<(string Path, string Relative)> files)
    {
        var stems = files.Select(f => Path.ChangeExtension(f.Relative, null)).ToArray();
        var taken = stems.GroupBy(s => s, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        // A folder of results must not lie within another one.
        var folders = stems.SelectMany(FoldersOf).ToHashSet(StringComparer.Ordinal);
        var named = files.Select((f, i) => new SubmitFile(f.Path, taken[stems[i]] > 1 || folders.Contains(stems[i]) ? f.Relative : stems[i])).ToArray();
        var clash = named.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.ToArray();
        if (clash is not null)
            throw new ArgumentException($"{clash[0].Path} and {clash[1].Path} would both be called '{clash[0].Name}': name the folder above them instead of the files, or submit them one after the other");
        return named;
    }

    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var folder = Path.GetDirectoryName(name); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder)) yield return folder;
    }
}
