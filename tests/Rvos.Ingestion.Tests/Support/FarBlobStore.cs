using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A folder's blobs as if they were on another machine; downloads are counted and may be held up.</summary>
internal sealed class FarBlobStore(IBlobStore near) : IBlobStore
{
    private int _downloads;

    internal int Downloads => _downloads;

    /// <summary>Awaited by each download before its first byte.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    public Task InitializeAsync(CancellationToken cancellation = default) => near.InitializeAsync(cancellation);

    public Task<bool> PutAsync(string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default) => near.PutAsync(name, content, mode, cancellation);

    public Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default) =>
        near.PutAsync(name, content, mode, cancellation);

    public async Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _downloads);
        await Gate.WaitAsync(cancellation);
        return await near.OpenReadAsync(name, range, cancellation);
    }

    public Task<byte[]?> TryReadAsync(string name, int maximum = IBlobStore.DefaultReadLimit, CancellationToken cancellation = default) => near.TryReadAsync(name, maximum, cancellation);

    public Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default) => near.FindAsync(name, cancellation);

    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellation = default) => near.ListAsync(prefix, cancellation);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) => near.DeleteAsync(name, cancellation);

    public Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => near.DeletePrefixAsync(prefix, cancellation);

    public Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default) => near.TryAcquireLeaseAsync(name, duration, cancellation);
}
