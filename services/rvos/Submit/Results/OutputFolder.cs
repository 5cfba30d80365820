namespace Rvos.Cli.Submit.Results;

/// <summary>The folder of a video's results: it is there whole, or not at all.</summary>
/// <param name="path">Its path.</param>
internal sealed class OutputFolder(string path)
{
    internal const string Masks = "masks", Annotations = "annotations.json", Overlay = "overlay.mp4", Job = "job.json";
    private static readonly HashSet<string> Ours = [Masks, Annotations, Overlay, Job];

    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Where it is put together; beside it, so that it can be moved in one step.</summary>
    internal string Staging => Hidden("part");

    /// <summary>There is something of another kind in its place, which must not be lost.</summary>
    internal bool IsForeign =>
        File.Exists(Path) || (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any(e => !Ours.Contains(System.IO.Path.GetFileName(e))));

    /// <summary>An empty staging folder.</summary>
    internal void Begin()
    {
        Remove(Staging);
        Directory.CreateDirectory(Staging);
    }

    /// <summary>Puts what was staged in the folder's place.</summary>
    /// <exception cref="SubmitException">Something of another kind has come into its place.</exception>
    internal void Commit()
    {
        if (IsForeign) throw new SubmitException($"{Path}: holds other things than results; name another folder with -o");
        var old = Hidden("old");
        Remove(old);
        if (Directory.Exists(Path)) Directory.Move(Path, old);
        Directory.Move(Staging, Path);
        Remove(old);
    }

    /// <summary>Removes what was staged.</summary>
    internal void Abandon() => Remove(Staging);

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private string Hidden(string kind) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $".{System.IO.Path.GetFileName(Path)}.{kind}");
}
