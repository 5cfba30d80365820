using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Rvos.Hosting.Health;

/// <summary>
/// The end of a process: readiness fails at once, the host then waits for the work that had begun, and only after that stops
/// servers and consumers. Work that begins later (a message delivered meanwhile) is waited for by its own consumer's stop.
/// Thread-safe.
/// </summary>
public sealed class Drain : IHealthCheck
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Follows the host's life.</summary>
    /// <param name="lifetime">Of the host.</param>
    public Drain(IHostApplicationLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        Stopping = lifetime.ApplicationStopping;
        Stopping.Register(Settle);
    }

    /// <summary>Set at SIGTERM: streams end, loops take nothing new, sessions are handed over.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Pieces of work that had begun before the stop and have not ended.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate) return _begun;
        }
    }

    /// <summary>Begins a piece of work that the host waits for, until the result is disposed.</summary>
    public IDisposable Begin()
    {
        lock (_gate)
        {
            if (Stopping.IsCancellationRequested) return new Piece(null);
            _begun++;
            return new Piece(this);
        }
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Stopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("the process stops") : HealthCheckResult.Healthy());

    /// <summary>Waits for the work that had begun before the stop.</summary>
    internal Task WaitAsync(TimeSpan limit, TimeProvider clock, CancellationToken cancellation) => _empty.Task.WaitAsync(limit, clock, cancellation);

    private void End()
    {
        lock (_gate) _begun--;
        Settle();
    }

    private void Settle()
    {
        lock (_gate)
            if (_begun == 0 && Stopping.IsCancellationRequested) _empty.TrySetResult();
    }

    private sealed class Piece(Drain? drain) : IDisposable
    {
        private Drain? _drain = drain;

        public void Dispose() => Interlocked.Exchange(ref _drain, null)?.End();
    }
}
