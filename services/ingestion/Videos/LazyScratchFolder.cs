namespace Rvos.Ingestion.Videos;

/// <summary>A <see cref="ScratchFolder"/> that is made when it is first needed. One that cannot be made now, because the disk is full or a folder is another user's, is tried again the next time. Thread-safe.</summary>
/// <param name="shared">Folder that processes share.</param>
/// <param name="time">For the age of what dead processes left.</param>
internal sealed class LazyScratchFolder(string shared, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ScratchFolder? _folder;

    /// <summary>The folder.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal string Path
    {
        get
        {
            lock (_gate) return (_folder ??= ScratchFolder.Create(shared, time)).Path;
        }
    }

    /// <summary>Removes the folder, if there is one.</summary>
    public void Dispose()
    {
        lock (_gate) _folder?.Dispose();
    }
}
