namespace Rvos.Cli.Submit.Client;

/// <summary>Ends a request during which nothing has happened for a while.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource own;
    private readonly CancellationTokenSource linked;
    private readonly CancellationToken outer;

    internal IdleTimeout(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        this.limit = limit;
        outer = cancellation;
        own = new CancellationTokenSource(limit, time);
        linked = CancellationTokenSource.CreateLinkedTokenSource(own.Token, cancellation);
    }

    internal CancellationToken Token => linked.Token;

    /// <summary>It was this that ended the request, not whoever asked for it.</summary>
    internal bool HasExpired => own.IsCancellationRequested && !outer.IsCancellationRequested;

    internal TimeoutException Error => new($"nothing came from the server for {limit.TotalSeconds:0} s");

    internal void Touch() => own.CancelAfter(limit);

    /// <summary>From now on another time.</summary>
    internal void Allow(TimeSpan time) => own.CancelAfter(time);

    public void Dispose()
    {
        linked.Dispose();
        own.Dispose();
    }
}
