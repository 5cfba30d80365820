using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Rvos.Hosting.Blobs;

/// <summary>
/// Blobs in a container of Azure Blob Storage. A blob is committed whole by the service; leases are its own, on empty blobs below
/// <c>.leases/</c> that vanish with them. Requests are repeated through an outage of about 50 s.
/// </summary>
public sealed class AzureBlobStore : IBlobStore
{
    private const string LeaseFolder = ".leases/";
    private const int Attempts = 5, Deletions = 8;
    private readonly BlobContainerClient _container;
    private readonly TimeProvider _clock;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="options">Those of Azure.</param>
    /// <param name="clock">For renewals of leases.</param>
    public AzureBlobStore(BlobOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new BlobClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = options.Retries,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(8),
                NetworkTimeout = TimeSpan.FromSeconds(30),
            },
        };
        var service = options.ConnectionString is { } connection
            ? new BlobServiceClient(connection, client)
            : new BlobServiceClient(options.ServiceUri, new DefaultAzureCredential(), client);
        _container = service.GetBlobContainerClient(options.Container);
        _clock = clock;
    }

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellation = default) =>
        _container.CreateIfNotExistsAsync(cancellationToken: cancellation);

    /// <inheritdoc/>
    public async Task<bool> PutAsync(
        string name, Stream content, BlobPutMode mode = BlobPutMode.Replace, CancellationToken cancellation = default)
    {
        var upload = new BlobUploadOptions();
        if (mode == BlobPutMode.OnlyIfAbsent) upload.Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All };
        try
        {
            await Blob(name).UploadAsync(content, upload, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (mode == BlobPutMode.OnlyIfAbsent && IsRefusedCondition(e))
        {
            return false;
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
    public async Task<Stream> OpenReadAsync(string name, BlobRange? range = null, CancellationToken cancellation = default)
    {
        var options = new BlobDownloadOptions();
        if (range is { } part) options.Range = new HttpRange(part.Offset, part.Length);
        try
        {
            BlobDownloadStreamingResult result =
                await Blob(name).DownloadStreamingAsync(options, cancellation).ConfigureAwait(false);
            return result.Content;
        }
        catch (RequestFailedException e) when (IsAbsent(e))
        {
            throw new BlobNotFoundException(name, e);
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return Stream.Null;
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(
        string name, int maximum = IBlobStore.DefaultReadLimit, CancellationToken cancellation = default)
    {
        try
        {
            BlobDownloadStreamingResult result =
                await Blob(name).DownloadStreamingAsync(cancellationToken: cancellation).ConfigureAwait(false);
            await using var content = result.Content;
            var length = result.Details.ContentLength;
            if (length > maximum) throw new InvalidDataException($"blob {name} has {length} bytes, more than {maximum}");
            var bytes = new byte[length];
            await content.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
            return bytes;
        }
        catch (RequestFailedException e) when (IsAbsent(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<BlobEntry?> FindAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            BlobProperties found = await Blob(name).GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false);
            return new BlobEntry(name, found.ContentLength, found.LastModified);
        }
        catch (RequestFailedException e) when (IsAbsent(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix, mayBeEmpty: true);
        await foreach (var item in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellation).ConfigureAwait(false))
        {
            if (item.Name.StartsWith('.')) continue;
            yield return new BlobEntry(item.Name, item.Properties.ContentLength ?? 0, item.Properties.LastModified ?? default);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) =>
        await Blob(name).DeleteIfExistsAsync(cancellationToken: cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix, mayBeEmpty: false);
        var count = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Deletions, CancellationToken = cancellation };
        await Parallel.ForEachAsync(ListAsync(prefix, cancellation), parallel, async (entry, token) =>
        {
            if (await DeleteAsync(entry.Name, token).ConfigureAwait(false)) Interlocked.Increment(ref count);
        }).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    public async Task<IBlobLease?> TryAcquireLeaseAsync(string name, TimeSpan duration, CancellationToken cancellation = default)
    {
        BlobName.Check(name);
        LeaseDuration.Check(duration);
        var blob = _container.GetBlobClient(LeaseFolder + name);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return await AzureBlobLease.AcquireAsync(name, blob, duration, _clock, cancellation).ConfigureAwait(false);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
            {
                return null;
            }
            catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
            {
                // Nobody has it yet, or its last holder has just removed it.
                await CreateLeaseBlobAsync(blob, cancellation).ConfigureAwait(false);
            }
        }
        return null;
    }

    private static async Task CreateLeaseBlobAsync(BlobClient blob, CancellationToken cancellation)
    {
        var onlyIfAbsent = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await blob.UploadAsync(BinaryData.FromBytes(Array.Empty<byte>()), onlyIfAbsent, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (IsRefusedCondition(e))
        {
            // Another was first: the next attempt tells who gets the lease.
        }
    }

    // The blob, and nothing else: a container that is absent, or is being deleted, says nothing of what was in it.
    private static bool IsAbsent(RequestFailedException e) => e.Status == (int)HttpStatusCode.NotFound && e.ErrorCode == BlobErrorCode.BlobNotFound;

    // A lease on a blob refuses a write of it as well: it is there then.
    private static bool IsRefusedCondition(RequestFailedException e) =>
        e.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed;

    private BlobClient Blob(string name)
    {
        BlobName.Check(name);
        return _container.GetBlobClient(name);
    }
}
