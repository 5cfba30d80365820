using Rvos.Hosting.Blobs;

namespace Rvos.Testing.Stages;

/// <summary>A lease of <see cref="HookedBlobStore"/>.</summary>
internal sealed class HookedLease : IBlobLease
{
    private readonly IBlobLease inner;
    private readonly Func<string, Task> beforeRelease;
    private readonly CancellationTokenSource lost;

    internal HookedLease(IBlobLease inner, Func<string, Task> beforeRelease)
    {
        (this.inner, this.beforeRelease) = (inner, beforeRelease);
        lost = CancellationTokenSource.CreateLinkedTokenSource(inner.Lost);
        Lost = lost.Token;
    }

    public string Name => inner.Name;

    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        await beforeRelease(Name).ConfigureAwait(false);
        await inner.DisposeAsync().ConfigureAwait(false);
    }

    internal async Task LoseAsync(bool tell)
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        if (tell) await lost.CancelAsync().ConfigureAwait(false);
    }
}
