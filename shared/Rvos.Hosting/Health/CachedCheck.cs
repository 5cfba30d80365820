using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rvos.Hosting.Health;

/// <summary>
/// Asks something outside with a bound on the time, and remembers the answer for a while: however many probes come, one question
/// is on its way. What a failure said goes to the log, not to who asks: it may name hosts and users.
/// </summary>
/// <param name="probe">Returns when there is an answer, throws otherwise.</param>
/// <param name="limit">On the time.</param>
/// <param name="age">For which an answer stands.</param>
/// <param name="clock">Of both.</param>
internal sealed class CachedCheck(Func<CancellationToken, Task> probe, TimeSpan limit, TimeSpan age, TimeProvider clock) : IHealthCheck
{
    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _answer;
    private long _asked;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_answer is null || (_answer.IsCompleted && clock.GetElapsedTime(_asked) >= age))
            {
                _asked = clock.GetTimestamp();
                _answer = Task.Run(AskAsync, CancellationToken.None);
            }
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> AskAsync()
    {
        using var end = new CancellationTokenSource(limit, clock);
        try
        {
            // Beside the token: not every library heeds it while it connects.
            await probe(end.Token).WaitAsync(limit, clock).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && end.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy($"no answer within {limit.TotalSeconds} s");
        }
        // A check reports whatever went wrong with what it checks: that is its result.
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy("it refuses or cannot be reached", e);
        }
    }
}
