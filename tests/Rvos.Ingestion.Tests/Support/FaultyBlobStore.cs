using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A blob store whose reads and removals fail for names that a test names, with whatever error it likes.</summary>
internal sealed class FaultyBlobStore(IBlobStore inner) : IBlobStore
{
    /// <summary>The error of a name; null for none.</summary>
    internal Func<string, Exception?> Fault { get; set; } = _ => null;

    public Task InitializeAsync(CancellationToken cancellation = default) => inner.InitializeAsync(cancellation);

    public Task<bool> PutAsync(string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default) => inner.PutAsync(name, content, mode, cancellation);

    public Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default) =>
        inner.PutAsync(name, content, mode, cancellation);

    public Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default) => Of(name, () => inner.OpenReadAsync(name, range, cancellation));

    public Task<byte[]?> TryReadAsync(string name, int maximum = IBlobStore.DefaultReadLimit, CancellationToken cancellation = default) => Of(name, () => inner.TryReadAsync(name, maximum, cancellation));

    public Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default) => inner.FindAsync(name, cancellation);

    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellation = default) => inner.ListAsync(prefix, cancellation);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) => Of(name, () => inner.DeleteAsync(name, cancellation));

    public Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => Of(prefix, () => inner.DeletePrefixAsync(prefix, cancellation));

    public Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default) => inner.TryAcquireLeaseAsync(name, duration, cancellation);

    private Task<T> Of<T>(string name, Func<Task<T>> work) => Fault(name) is { } error ? Task.FromException<T>(error) : work();
}
