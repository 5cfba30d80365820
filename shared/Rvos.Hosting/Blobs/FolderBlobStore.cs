using System.Runtime.CompilerServices;

namespace Rvos.Hosting.Blobs;

/// <summary>
/// Blobs as files below a folder, for one machine. A put writes beside the blobs and renames; leases are locked files. Both
/// live in folders whose names start with a dot, which no blob's name does.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="flushToDisk">Whether a put waits for the disk.</param>
/// <param name="clock">Tells the age of what killed writers left.</param>
public sealed class FolderBlobStore(string root, bool flushToDisk, TimeProvider clock) : IBlobStore, IBlobFiles
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);
    private const int Attempts = 20;
    private readonly string _root = Path.GetFullPath(root);
    private readonly string _partial = Path.Combine(Path.GetFullPath(root), ".partial");
    private readonly string _leases = Path.Combine(Path.GetFullPath(root), ".leases");

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(_partial);
        Directory.CreateDirectory(_leases);
        foreach (var file in new DirectoryInfo(_partial).EnumerateFiles())
            if (clock.GetUtcNow() - file.LastWriteTimeUtc > Abandoned) file.Delete();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> PutAsync(
        string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = PathOf(name);
        if (mode == BlobPutMode.OnlyIfAbsent && File.Exists(path)) return false;
        var partial = Path.Combine(_partial, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, cancellation).ConfigureAwait(false);
                if (flushToDisk) file.Flush(flushToDisk: true);
            }
            cancellation.ThrowIfCancellationRequested();
            return MoveInto(partial, path, mode);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> PutAsync(
        string name, ReadOnlyMemory<byte> content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default)
    {
        await using var stream = MemoryStreams.Over(content);
        return await PutAsync(name, stream, mode, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var file = TryOpen(PathOf(name)) ?? throw new BlobNotFoundException(name);
        if (range is not { } part) return Task.FromResult<Stream>(file);
        file.Position = Math.Min(part.Offset, file.Length);
        return Task.FromResult<Stream>(new BoundedReadStream(file, part.Length ?? long.MaxValue));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(
        string name, int maximum = IBlobStore.DefaultReadLimit, CancellationToken cancellation = default)
    {
        await using var file = TryOpen(PathOf(name));
        if (file is null) return null;
        if (file.Length > maximum) throw new InvalidDataException($"blob {name} has {file.Length} bytes, more than {maximum}");
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes;
    }

    /// <inheritdoc/>
    public Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default)
    {
        var file = new FileInfo(PathOf(name));
        if (file.Exists) return Task.FromResult<BlobEntry?>(new BlobEntry(name, file.Length, file.LastWriteTimeUtc));
        CheckRoot();
        return Task.FromResult<BlobEntry?>(null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix, mayBeEmpty: true);
        CheckRoot();
        foreach (var entry in FolderListing.Of(Path.Combine(_root, prefix), prefix))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        if (!File.Exists(path)) return Task.FromResult(false);
        File.Delete(path);
        RemoveEmptyFolders(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix, mayBeEmpty: false);
        var count = 0;
        await foreach (var entry in ListAsync(prefix, cancellation).ConfigureAwait(false))
            if (await DeleteAsync(entry.Name, cancellation).ConfigureAwait(false)) count++;
        return count;
    }

    /// <inheritdoc/>
    public Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default)
    {
        BlobName.Check(name);
        LeaseDuration.Check(duration);
        cancellation.ThrowIfCancellationRequested();
        // A slash cannot stand in a file's name, and a plus does not stand in a blob's.
        return Task.FromResult<IBlobLease?>(FolderBlobLease.TryAcquire(name, Path.Combine(_leases, name.Replace('/', '+'))));
    }

    /// <inheritdoc/>
    public string FileOf(string name) => PathOf(name);

    private string PathOf(string name)
    {
        BlobName.Check(name);
        return Path.Combine(_root, name);
    }

    // A disk that is not mounted says nothing of the blobs on it.
    private void CheckRoot()
    {
        if (!Directory.Exists(_leases)) throw new IOException("the folder of the blob store is gone");
    }

    private FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            CheckRoot();
            return null;
        }
    }

    private static bool MoveInto(string partial, string path, BlobPutMode mode)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }
            catch (IOException) when (attempt < Attempts && !File.Exists(Path.GetDirectoryName(path)!))
            {
                // Another put made the folder in the same moment, and a delete removed it.
                continue;
            }

            try
            {
                File.Move(partial, path, overwrite: mode == BlobPutMode.Replace);
                return true;
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts)
            {
                // A delete has just removed the folder as empty.
            }
            catch (IOException) when (mode == BlobPutMode.OnlyIfAbsent && File.Exists(path))
            {
                return false;
            }
        }
    }

    private void RemoveEmptyFolders(string folder)
    {
        for (; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                // Not empty, or another delete was first.
                return;
            }
        }
    }
}
