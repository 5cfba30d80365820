using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rvos.Hosting.Health;

/// <summary>Loops that must go on. One that hangs fails the liveness of its process, whose restart mends it. Thread-safe.</summary>
/// <param name="clock">Measures.</param>
public sealed class Heartbeats(TimeProvider clock) : IHealthCheck
{
    private readonly ConcurrentDictionary<Heartbeat, bool> _running = new();

    /// <summary>Watches a loop until the result is disposed.</summary>
    /// <param name="name">A few words.</param>
    /// <param name="limit">Longest time between two beats, well above the longest turn of the loop.</param>
    public Heartbeat Start(string name, TimeSpan limit)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        var heartbeat = new Heartbeat(this, name, limit, clock);
        _running[heartbeat] = true;
        return heartbeat;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var late = _running.Keys.Where(each => each.IsLate).Select(each => each.Name).Order().ToArray();
        return Task.FromResult(late.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"no beat of {string.Join(", ", late)}"));
    }

    internal void End(Heartbeat heartbeat) => _running.TryRemove(heartbeat, out _);
}
