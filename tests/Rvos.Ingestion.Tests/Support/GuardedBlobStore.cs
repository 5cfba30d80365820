using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A blob store that is not to be called within a transaction.</summary>
internal class GuardedBlobStore(IBlobStore inner, TransactionGuard guard) : IBlobStore
{
    public Task InitializeAsync(CancellationToken cancellation = default) => Checked("initialize", "").InitializeAsync(cancellation);

    public Task<bool> PutAsync(string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default) => Checked("put", name).PutAsync(name, content, mode, cancellation);

    public Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default) =>
        Checked("put", name).PutAsync(name, content, mode, cancellation);

    public Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default) => Checked("open", name).OpenReadAsync(name, range, cancellation);

    public Task<byte[]?> TryReadAsync(string name, int maximum = IBlobStore.DefaultReadLimit, CancellationToken cancellation = default) => Checked("read", name).TryReadAsync(name, maximum, cancellation);

    public Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default) => Checked("find", name).FindAsync(name, cancellation);

    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellation = default) => Checked("list", prefix).ListAsync(prefix, cancellation);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) => Checked("delete", name).DeleteAsync(name, cancellation);

    public Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => Checked("delete", prefix).DeletePrefixAsync(prefix, cancellation);

    public Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default) => Checked("lease", name).TryAcquireLeaseAsync(name, duration, cancellation);

    private IBlobStore Checked(string action, string name)
    {
        guard.Check($"{action} {name}");
        return inner;
    }
}
