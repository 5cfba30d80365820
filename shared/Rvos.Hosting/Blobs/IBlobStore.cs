namespace Rvos.Hosting.Blobs;

/// <summary>
/// Named blobs: frames, features, masks, checkpoints, videos. A reader sees a whole blob or none, whatever happens to its
/// writer; writing the same bytes again is harmless. Names are as <see cref="BlobName"/> says, and no blob's name is a folder
/// of another's (<c>a</c> beside <c>a/b</c>). Thread-safe; the same blobs are seen by every process of the same configuration.
/// </summary>
/// <remarks>
/// Every member refuses a bad name with <see cref="ArgumentException"/>. A store that stays out of reach beyond the bounded
/// retries ends in <see cref="IOException"/> (folder), <see cref="Azure.RequestFailedException"/> or
/// <see cref="AggregateException"/> (Azure): the message being handled is to be delivered again.
/// </remarks>
public interface IBlobStore
{
    /// <summary>Most bytes that <see cref="TryReadAsync"/> reads unless told otherwise: 256 MiB.</summary>
    const int DefaultReadLimit = 256 << 20;

    /// <summary>Makes the folder or container if it is absent. The host does so before anything else starts.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    Task InitializeAsync(CancellationToken cancellation = default);

    /// <summary>Writes a blob at once.</summary>
    /// <param name="name">Of the blob.</param>
    /// <param name="content">Read from its position to its end; left open.</param>
    /// <param name="mode">What to do with a blob of that name.</param>
    /// <param name="cancellation">Leaves what was there before.</param>
    /// <returns>False when <paramref name="mode"/> is <see cref="BlobPutMode.OnlyIfAbsent"/> and there was one: it stays.</returns>
    Task<bool> PutAsync(string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default);

    /// <summary>Writes a blob at once.</summary>
    /// <param name="name">Of the blob.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">What to do with a blob of that name.</param>
    /// <param name="cancellation">Leaves what was there before.</param>
    /// <returns>False when <paramref name="mode"/> is <see cref="BlobPutMode.OnlyIfAbsent"/> and there was one: it stays.</returns>
    Task<bool> PutAsync(
        string name, ReadOnlyMemory<byte> content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default);

    /// <summary>Opens a blob, or a part of it, for reading from start to end (seeking is not promised).</summary>
    /// <param name="name">Of the blob.</param>
    /// <param name="range">The part; all of it when null. What lies beyond the blob's end is left out.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <exception cref="BlobNotFoundException">There is none.</exception>
    Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default);

    /// <summary>Reads a small blob whole, or returns null when there is none.</summary>
    /// <param name="name">Of the blob.</param>
    /// <param name="maximum">Most bytes to take into memory.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InvalidDataException">It has more bytes than <paramref name="maximum"/>.</exception>
    Task<byte[]?> TryReadAsync(string name, int maximum = DefaultReadLimit, CancellationToken cancellation = default);

    /// <summary>Length and time of a blob, or null when there is none. A store whose container or folder is absent is out of reach: it does not say that there is none.</summary>
    /// <param name="name">Of the blob.</param>
    /// <param name="cancellation">Stops the asking.</param>
    Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default);

    /// <summary>Blobs whose names start with a prefix, in ordinal order of their names.</summary>
    /// <param name="prefix">Empty, or segments each followed by a slash: <c>jobs/7/</c>.</param>
    /// <param name="cancellation">Stops the listing.</param>
    IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>Removes a blob.</summary>
    /// <param name="name">Of the blob.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellation = default);

    /// <summary>Removes every blob whose name starts with a prefix; a blob written meanwhile may stay.</summary>
    /// <param name="prefix">Segments each followed by a slash, at least one: <c>jobs/7/</c>.</param>
    /// <param name="cancellation">Stops between two blobs.</param>
    /// <returns>How many were removed.</returns>
    Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>
    /// Takes a lease, which one holder has at a time in all processes. It has a name of its own and needs no blob. The holder's
    /// death frees it: at once in a folder, after <paramref name="duration"/> in Azure.
    /// </summary>
    /// <param name="name">Of the lease, as a blob's.</param>
    /// <param name="duration">15 s to 60 s; the lease renews itself well before.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Null when another has it.</returns>
    Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default);
}
