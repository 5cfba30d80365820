namespace Rvos.Ingestion.Videos;

/// <summary>A video's bytes as a local file, which stays until this is disposed.</summary>
public sealed class VideoFile : IAsyncDisposable
{
    private Action? _release;

    internal VideoFile(string path, Action? release = null) => (Path, _release) = (path, release);

    /// <summary>Full path, for reading only. The name tells nothing of the container.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _release, null)?.Invoke();
        return ValueTask.CompletedTask;
    }
}
