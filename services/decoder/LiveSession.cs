using System.Diagnostics.CodeAnalysis;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Model;
using Rvos.Pipeline.Running;

namespace Rvos.Decoder;

/// <summary>A session in this process: the lease that makes it the owner, and the recurrent state after the last segment it decoded. Its gate serialises its use.</summary>
public sealed class LiveSession(string job) : IAsyncDisposable
{
    private FrameDecoder? decoder;
    private RvosModel? model;
    private IDisposable? counted;
    private (int Revision, int Segment) after;
    private bool isCommitted;

    /// <summary>Held by whoever uses the session.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The job.</summary>
    public string Job => job;

    /// <summary>When it was last used, by the pool's clock.</summary>
    public long UsedAt { get; set; }

    /// <summary>True once the pool has let it go: it must not be used again.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while this process owns the session.</summary>
    [MemberNotNullWhen(true, nameof(Lease))]
    public bool IsOwned => Lease is { Lost.IsCancellationRequested: false };

    /// <summary>The lease, if it was taken.</summary>
    public IBlobLease? Lease { get; private set; }

    /// <summary>The segments that others were told of.</summary>
    public ToldSegments Told { get; } = new();

    /// <summary>Becomes the owner. What state was held is let go: another process may have gone on meanwhile.</summary>
    /// <returns>False when another process is.</returns>
    public async Task<bool> OwnAsync(IBlobStore blobs, TimeSpan duration, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        if (IsOwned) return true;
        await DisownAsync();
        Lease = await blobs.TryAcquireLeaseAsync(JobBlobs.SessionLease(job), duration, cancellation);
        return Lease is not null;
    }

    /// <summary>True when the state after a segment is held, on whichever model, and the segment's results are written. A state whose results are not written is none to go on
    /// from: the segment would be skipped.</summary>
    public bool Holds(int revision, int segment) => decoder is not null && isCommitted && after == (revision, segment);

    /// <summary>The state after a segment of a revision on a model, or null when this is not what is held. It is the caller's from now on.</summary>
    public FrameDecoder? TakeAfter(RvosModel wanted, int revision, int segment)
    {
        if (!ReferenceEquals(model, wanted) || !Holds(revision, segment)) return null;
        var taken = decoder;
        decoder = null;
        Forget();
        return taken;
    }

    /// <summary>Holds a state whose results are not written yet; another one is let go.</summary>
    public void Hold(FrameDecoder state, RvosModel of, int revision, int segment, RvosMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Forget();
        counted = metrics.HoldSession();
        (decoder, model, after) = (state, of, (revision, segment));
    }

    /// <summary>Notes that the results of the segment whose state is held are written.</summary>
    public void Commit() => isCommitted = decoder is not null;

    /// <summary>Lets the state go.</summary>
    public void Forget()
    {
        decoder?.Dispose();
        counted?.Dispose();
        (decoder, model, counted, isCommitted) = (null, null, null, false);
    }

    /// <summary>Lets the state go unless its segment's results are written.</summary>
    public void ForgetUncommitted()
    {
        if (!isCommitted) Forget();
    }

    /// <summary>Lets state and lease go.</summary>
    public async ValueTask DisposeAsync()
    {
        IsClosed = true;
        await DisownAsync();
        GC.SuppressFinalize(this);
    }

    private async Task DisownAsync()
    {
        Forget();
        var lease = Lease;
        Lease = null;
        if (lease is not null) await lease.DisposeAsync();
    }
}
