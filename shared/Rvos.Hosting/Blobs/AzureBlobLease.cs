using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Rvos.Hosting.Blobs;

/// <summary>A lease of the blob service, renewed three times in its duration.</summary>
internal sealed class AzureBlobLease : IBlobLease
{
    private readonly BlobClient _blob;
    private readonly BlobLeaseClient _lease;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewal;
    private long _renewed;
    private int _disposed;

    private AzureBlobLease(string name, BlobClient blob, BlobLeaseClient lease, TimeSpan duration, TimeProvider clock, long acquired)
    {
        Name = name;
        _blob = blob;
        _lease = lease;
        _duration = duration;
        _clock = clock;
        _renewed = acquired;
        Lost = _lost.Token;
        _renewal = RenewAsync();
    }

    public string Name { get; }

    public CancellationToken Lost { get; }

    /// <summary>Acquires the lease of an existing blob; throws what the service says.</summary>
    public static async Task<AzureBlobLease> AcquireAsync(
        string name, BlobClient blob, TimeSpan duration, TimeProvider clock, CancellationToken cancellation)
    {
        // Our own id: an answer lost on the way is repeated by the client, and the repeat is granted.
        var lease = blob.GetBlobLeaseClient(Guid.NewGuid().ToString());
        // Counted from before the request: the service's clock starts later, so ours ends first.
        var now = clock.GetTimestamp();
        await lease.AcquireAsync(duration, cancellationToken: cancellation).ConfigureAwait(false);
        return new AzureBlobLease(name, blob, lease, duration, clock, now);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _released.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
        if (!_lost.IsCancellationRequested) await RemoveAsync().ConfigureAwait(false);
        _lost.Dispose();
        _released.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (Left is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left < _duration / 3 ? left : _duration / 3, _clock, _released.Token).ConfigureAwait(false);
                if (!await TryRenewAsync().ConfigureAwait(false)) break;
            }
            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
            // Disposed: held to the end.
        }
    }

    private TimeSpan Left => _duration - _clock.GetElapsedTime(_renewed);

    // False when another has it, or may have it by now.
    private async Task<bool> TryRenewAsync()
    {
        var left = Left;
        if (left <= TimeSpan.Zero) return false;
        using var end = new CancellationTokenSource(left, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, _released.Token);
        var now = _clock.GetTimestamp();
        try
        {
            await _lease.RenewAsync(cancellationToken: either.Token).ConfigureAwait(false);
            _renewed = now;
            return true;
        }
        catch (RequestFailedException e) when (e.Status is >= 400 and < 500)
        {
            return false;
        }
        catch (OperationCanceledException) when (!_released.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            // Out of reach for as long as the client repeats: the loop looks at what is left.
            return true;
        }
    }

    // Removing the leased blob frees the lease too; if the service does not answer, the lease runs out by itself.
    private async Task RemoveAsync()
    {
        using var end = new CancellationTokenSource(_duration, _clock);
        try
        {
            var held = new BlobRequestConditions { LeaseId = _lease.LeaseId };
            await _blob.DeleteIfExistsAsync(conditions: held, cancellationToken: end.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException or OperationCanceledException)
        {
        }
    }
}
