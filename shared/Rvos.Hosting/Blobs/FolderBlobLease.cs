namespace Rvos.Hosting.Blobs;

/// <summary>
/// A file that the operating system keeps locked for us: the lock ends with the process, also by kill -9, and needs no renewal.
/// </summary>
internal sealed class FolderBlobLease : IBlobLease
{
    private const int Attempts = 20;
    private readonly string _path;
    private FileStream? _file;

    private FolderBlobLease(string name, string path, FileStream file)
    {
        Name = name;
        _path = path;
        _file = file;
    }

    public string Name { get; }

    public CancellationToken Lost => CancellationToken.None;

    public static FolderBlobLease? TryAcquire(string name, string path)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var file = TryLock(path);
            if (file is null) return null;
            if (!IsRemoved(file)) return new FolderBlobLease(name, path, file);
            file.Dispose();
        }
        return null;
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _file, null) is not { } file) return ValueTask.CompletedTask;
        // While it is locked: nobody else's can be at this path. Where removal cannot be seen, the empty file stays.
        if (OperatingSystem.IsLinux()) File.Delete(_path);
        return file.DisposeAsync();
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    // We may have opened the file before its holder removed it, and locked it after: then another may hold the path's next file.
    private static bool IsRemoved(FileStream locked) =>
        OperatingSystem.IsLinux() &&
        new FileInfo($"/proc/self/fd/{locked.SafeFileHandle.DangerousGetHandle()}").LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) != false;
}
