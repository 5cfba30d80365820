using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rvos.Hosting.Health;

/// <summary>How far a process's start has come. Thread-safe.</summary>
public sealed class StartupState : IHealthCheck
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _now = "the host starts";

    /// <summary>Whether migrations and every <see cref="IStartupWork"/> are done.</summary>
    public bool IsDone => _done.Task.IsCompletedSuccessfully;

    /// <summary>Waits for <see cref="IsDone"/>.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    public Task WaitAsync(CancellationToken cancellation = default) => _done.Task.WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_now));

    internal void Begin(string work) => _now = work;

    internal void Complete() => _done.TrySetResult();
}
