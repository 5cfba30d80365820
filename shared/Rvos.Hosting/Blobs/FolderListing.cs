namespace Rvos.Hosting.Blobs;

/// <summary>Files below a folder as blobs, one folder's entries in memory at a time.</summary>
internal static class FolderListing
{
    /// <summary>Lists in ordinal order of the names; what vanishes meanwhile is left out.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="prefix">Its blobs' names start so.</param>
    public static IEnumerable<BlobEntry> Of(string folder, string prefix)
    {
        foreach (var (name, item) in Sorted(folder))
        {
            if (item is FileInfo file)
            {
                if (file.Exists) yield return new BlobEntry(prefix + name, file.Length, file.LastWriteTimeUtc);
                continue;
            }
            foreach (var entry in Of(item.FullName, prefix + name)) yield return entry;
        }
    }

    // A folder sorts as its blobs do: with the slash that follows.
    private static List<(string Name, FileSystemInfo Item)> Sorted(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(item => !item.Name.StartsWith('.'))
                .Select(item => (Name: item is DirectoryInfo ? item.Name + "/" : item.Name, item))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
