using System.Collections.Concurrent;
using Rvos.Hosting.Blobs;

namespace Rvos.Testing.Stages;

/// <summary>A store that tells what is done with it, may be stopped at any point, and whose leases may be taken away.</summary>
public sealed class HookedBlobStore(IBlobStore inner) : IBlobStore
{
    private readonly ConcurrentDictionary<HookedLease, byte> leases = new();

    /// <summary>Names of what was written, in order.</summary>
    public ConcurrentQueue<string> Puts { get; } = new();

    /// <summary>Called with each name before it is written; what it throws, the writer gets.</summary>
    public Func<string, Task> BeforePut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each name after it was written.</summary>
    public Func<string, Task> AfterPut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each name before it is opened.</summary>
    public Func<string, Task> BeforeOpen { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each name after it was read whole.</summary>
    public Func<string, Task> AfterRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each name before it is removed.</summary>
    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each lease's name before it is freed.</summary>
    public Func<string, Task> BeforeRelease { get; set; } = _ => Task.CompletedTask;

    /// <summary>Frees all leases behind their holders' backs; they hear of it only if told.</summary>
    public async Task LoseLeasesAsync(bool tell)
    {
        foreach (var lease in leases.Keys) await lease.LoseAsync(tell).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellation = default) => inner.InitializeAsync(cancellation);

    /// <inheritdoc/>
    public async Task<bool> PutAsync(string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default)
    {
        await BeforePut(name).ConfigureAwait(false);
        var written = await inner.PutAsync(name, content, mode, cancellation).ConfigureAwait(false);
        Puts.Enqueue(name);
        await AfterPut(name).ConfigureAwait(false);
        return written;
    }

    /// <inheritdoc/>
    public async Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default)
    {
        await BeforePut(name).ConfigureAwait(false);
        var written = await inner.PutAsync(name, content, mode, cancellation).ConfigureAwait(false);
        Puts.Enqueue(name);
        await AfterPut(name).ConfigureAwait(false);
        return written;
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default)
    {
        await BeforeOpen(name).ConfigureAwait(false);
        return await inner.OpenReadAsync(name, range, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(string name, int maximum = IBlobStore.DefaultReadLimit, CancellationToken cancellation = default)
    {
        var bytes = await inner.TryReadAsync(name, maximum, cancellation).ConfigureAwait(false);
        await AfterRead(name).ConfigureAwait(false);
        return bytes;
    }

    /// <inheritdoc/>
    public Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default) => inner.FindAsync(name, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellation = default) => inner.ListAsync(prefix, cancellation);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation = default)
    {
        await BeforeDelete(name).ConfigureAwait(false);
        return await inner.DeleteAsync(name, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => inner.DeletePrefixAsync(prefix, cancellation);

    /// <inheritdoc/>
    public async Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default)
    {
        if (await inner.TryAcquireLeaseAsync(name, duration, cancellation).ConfigureAwait(false) is not { } lease) return null;
        var hooked = new HookedLease(lease, held => BeforeRelease(held));
        leases[hooked] = 0;
        return hooked;
    }
}
