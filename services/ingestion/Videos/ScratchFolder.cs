namespace Rvos.Ingestion.Videos;

/// <summary>A folder of this process below one that processes share; a locked file beside it tells the others that its owner lives.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string LockSuffix = ".lock";
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);
    private readonly FileStream _lock;

    private ScratchFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    internal string Path { get; }

    /// <summary>Makes a folder, and removes those of processes that died. Other users cannot read what is made.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static ScratchFolder Create(string shared, TimeProvider time)
    {
        try
        {
            return CreateIn(shared, time);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{shared}: no folder for temporary files can be made there: {error.Message}", error);
        }
    }

    private static ScratchFolder CreateIn(string shared, TimeProvider time)
    {
        MakePrivate(shared);
        foreach (var old in Directory.EnumerateFiles(shared, "*" + LockSuffix))
            // A file that was just made may not be locked yet.
            if (time.GetUtcNow() - File.GetLastWriteTimeUtc(old) > Settled) TryRemove(old);
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(shared), Guid.NewGuid().ToString("n"));
        var held = new FileStream(path + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0);
        MakePrivate(path);
        return new ScratchFolder(path, held);
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        File.Delete(Path + LockSuffix);
        _lock.Dispose();
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void TryRemove(string lockFile)
    {
        try
        {
            using var held = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
            var folder = lockFile[..^LockSuffix.Length];
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            File.Delete(lockFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its owner lives, is another user, or another process removes it at this moment.
        }
    }
}
