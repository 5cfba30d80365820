namespace Rvos.Video.Layouts;

/// <summary>
/// Files of results in a folder that others may write to as well. A symbolic link that stands in the place of a file is replaced, one in the place of a folder refused:
/// a link is never followed, so that nothing outside the folder is written over.
/// </summary>
public static class OutputFile
{
    /// <summary>A new, empty file; whatever has its name is removed first.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">Its folder is missing, or something came into its place at this moment.</exception>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>A new file with these bytes; whatever has its name is removed first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="IOException">Its folder is missing, the disk is full, or something came into its place at this moment.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = Create(path);
        file.Write(bytes);
    }

    /// <summary>Makes a folder for results. The root may be a link, which whoever named it meant; the folders within it must not be.</summary>
    /// <param name="root">Folder of all results; made when missing.</param>
    /// <param name="names">Plain names of the folders within it, outermost first.</param>
    /// <returns>The full path of the innermost.</returns>
    /// <exception cref="ArgumentException">A name is no plain name, or a folder is a symbolic link.</exception>
    public static string MakeFolder(string root, params ReadOnlySpan<string> names)
    {
        var path = Directory.CreateDirectory(root).FullName;
        foreach (var name in names)
        {
            var folder = Directory.CreateDirectory(PlainName.Join(path, name));
            if (folder.LinkTarget is not null) throw new ArgumentException($"{folder.FullName}: is a symbolic link; results are written into folders only");
            path = folder.FullName;
        }

        return path;
    }
}
