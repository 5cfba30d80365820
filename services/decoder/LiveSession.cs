using Rvos.Hosting.Blobs;
using Rvos.Model;
using Rvos.Pipeline.Running;

namespace Rvos.Decoder;

/// <summary>A session in this process: the lease that makes it the owner, and the recurrent state after the last segment it decoded. Its gate serialises its use.</summary>
public sealed class LiveSession(string job) : IAsyncDisposable
{
    private FrameDecoder? decoder;
    private RvosModel? model;
    private (int Revision, int Segment) after;

    /// <summary>Held by whoever uses the session.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The job.</summary>
    public string Job => job;

    /// <summary>When it was last used, by the pool's clock.</summary>
    public long UsedAt { get; set; }

    /// <summary>True once the pool has let it go: it must not be used again.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while this process owns the session.</summary>
    public bool IsOwned => Lease is { Lost.IsCancellationRequested: false };

    /// <summary>The lease, if it was taken.</summary>
    public IBlobLease? Lease { get; set; }

    /// <summary>Revision and number of the last segment of which others were told.</summary>
    public (int Revision, int Segment)? Told { get; set; }

    /// <summary>True when the state after a segment is held, on whichever model.</summary>
    public bool Holds(int revision, int segment) => decoder is not null && after == (revision, segment);

    /// <summary>The state after a segment of a revision on a model, or null when this is not what is held.</summary>
    public FrameDecoder? StateAfter(RvosModel wanted, int revision, int segment) => ReferenceEquals(model, wanted) && after == (revision, segment) ? decoder : null;

    /// <summary>Holds a state; another one is let go.</summary>
    public void Hold(FrameDecoder state, RvosModel of, int revision, int segment)
    {
        if (!ReferenceEquals(decoder, state)) decoder?.Dispose();
        (decoder, model, after) = (state, of, (revision, segment));
    }

    /// <summary>Lets the state go.</summary>
    public void Forget()
    {
        decoder?.Dispose();
        (decoder, model) = (null, null);
    }

    /// <summary>Lets state and lease go.</summary>
    public async ValueTask DisposeAsync()
    {
        IsClosed = true;
        Forget();
        if (Lease is not null) await Lease.DisposeAsync();
        Lease = null;
        GC.SuppressFinalize(this);
    }
}
