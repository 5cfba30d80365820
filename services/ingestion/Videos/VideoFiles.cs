using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Videos;

/// <summary>
/// Videos as local files, for ffmpeg. Blobs in a folder are opened in place; others are downloaded once and kept, the least
/// recently used going first when <see cref="VideoOptions.ScratchBytes"/> are taken. A file in use stays; one that is not whole
/// is never seen. Thread-safe.
/// </summary>
public sealed class VideoFiles : IDisposable
{
    private readonly IBlobStore _blobs;
    private readonly long _capacity;
    private readonly LazyScratchFolder _scratch;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CachedVideo> _entries = [];
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _uses;

    /// <summary>Downloads nothing yet.</summary>
    /// <param name="blobs">Where videos are.</param>
    /// <param name="options">Valid.</param>
    /// <param name="time">Tells the age of what killed processes left.</param>
    public VideoFiles(IBlobStore blobs, IOptions<VideoOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_blobs, _capacity) = (blobs, options.Value.ScratchBytes);
        _scratch = new LazyScratchFolder(options.Value.ScratchFolder, time);
    }

    /// <summary>Bytes of local copies, those being downloaded included.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>Gives a video as a file, downloading it where it is not here; waits while files in use leave no room for it.</summary>
    /// <param name="videoId">Of the video, which the caller may see.</param>
    /// <param name="cancellation">Stops waiting; another who waits for the same video goes on.</param>
    /// <exception cref="BlobNotFoundException">There is no such video.</exception>
    /// <exception cref="IOException">It has more bytes than the cache, or the disk refuses.</exception>
    public async Task<VideoFile> OpenAsync(string videoId, CancellationToken cancellation = default)
    {
        var source = VideoBlobs.Source(videoId);
        if (_blobs is IBlobFiles files)
            return await _blobs.FindAsync(source, cancellation) is null ? throw new BlobNotFoundException(source) : new VideoFile(files.FileOf(source));
        var entry = Enter(videoId);
        try
        {
            await entry.Gate.WaitAsync(cancellation);
            try
            {
                if (!entry.IsPresent) await FetchAsync(entry, source, cancellation);
            }
            finally
            {
                entry.Gate.Release();
            }

            return new VideoFile(entry.Path, () => Leave(videoId, entry));
        }
        catch
        {
            Leave(videoId, entry);
            throw;
        }
    }

    /// <summary>Removes the local copy of a video that is deleted, at once or with its last lease.</summary>
    /// <param name="videoId">Of the video.</param>
    public void Forget(string videoId)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(videoId, out var entry)) return;
            if (entry.Users > 0) entry.IsDoomed = true;
            else Remove(videoId, entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scratch.Dispose();
    }

    private CachedVideo Enter(string videoId)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(videoId, out var entry)) _entries[videoId] = entry = new CachedVideo(Path.Combine(_scratch.Path, videoId));
            entry.Users++;
            entry.LastUse = ++_uses;
            return entry;
        }
    }

    private void Leave(string videoId, CachedVideo entry)
    {
        lock (_lock)
        {
            entry.LastUse = ++_uses;
            if (--entry.Users > 0) return;
            if (!entry.IsPresent || entry.IsDoomed) Remove(videoId, entry);
            Freed();
        }
    }

    private async Task FetchAsync(CachedVideo entry, string source, CancellationToken cancellation)
    {
        var found = await _blobs.FindAsync(source, cancellation) ?? throw new BlobNotFoundException(source);
        await ReserveAsync(entry, found, cancellation);
        var partial = entry.Path + ".partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await using var content = await _blobs.OpenReadAsync(source, null, cancellation);
                await content.CopyToAsync(file, cancellation);
                if (file.Length != found.Length) throw new IOException($"blob {source} gave {file.Length} bytes instead of {found.Length}");
            }

            File.Move(partial, entry.Path, overwrite: true);
            lock (_lock) entry.IsPresent = true;
        }
        catch
        {
            File.Delete(partial);
            lock (_lock)
            {
                _bytes -= entry.Bytes;
                entry.Bytes = 0;
                Freed();
            }

            throw;
        }
    }

    private async Task ReserveAsync(CachedVideo entry, BlobEntry found, CancellationToken cancellation)
    {
        if (found.Length > _capacity) throw new IOException($"blob {found.Name} has {found.Length} bytes, more than {VideoOptions.Section}:ScratchBytes ({_capacity})");
        while (true)
        {
            Task freed;
            lock (_lock)
            {
                MakeRoom(found.Length);
                if (_bytes + found.Length <= _capacity)
                {
                    _bytes += entry.Bytes = found.Length;
                    return;
                }

                freed = _freed.Task;
            }

            await freed.WaitAsync(cancellation);
        }
    }

    private void MakeRoom(long needed)
    {
        foreach (var (id, old) in _entries.Where(e => e.Value is { Users: 0, IsPresent: true }).OrderBy(e => e.Value.LastUse).ToArray())
        {
            if (_bytes + needed <= _capacity) return;
            Remove(id, old);
        }
    }

    private void Remove(string videoId, CachedVideo entry)
    {
        _entries.Remove(videoId);
        if (entry.IsPresent) File.Delete(entry.Path);
        _bytes -= entry.Bytes;
        entry.Bytes = 0;
    }

    private void Freed()
    {
        _freed.SetResult();
        _freed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
