using System.Threading.RateLimiting;

namespace Rvos.Gateway.Access;

/// <summary>
/// A token bucket that holds the requests of a minute and refills evenly. The library's own reads the machine's clock; this one
/// takes the clock it is given, and tells exactly when the next token is there.
/// </summary>
internal sealed class TokenBucket(int perMinute, TimeProvider time) : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly double _perTick = perMinute / (double)TimeSpan.TicksPerMinute;
    private double _tokens = perMinute;
    private long _at = time.GetTimestamp();
    private long _granted, _refused;

    /// <summary>How long the bucket has been full: from then on nothing is lost with it.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                var full = TimeSpan.FromTicks((long)((perMinute - _tokens) / _perTick));
                var elapsed = time.GetElapsedTime(_at);
                return elapsed >= full ? elapsed - full : null;
            }
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            Refill();
            return new RateLimiterStatistics { CurrentAvailablePermits = (long)_tokens, TotalSuccessfulLeases = _granted, TotalFailedLeases = _refused };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, perMinute);
        lock (_gate)
        {
            Refill();
            var isGranted = _tokens >= permitCount;
            if (isGranted) _tokens -= permitCount;
            _ = isGranted ? _granted++ : _refused++;
            var missing = Math.Max(0, (isGranted ? 1 : permitCount) - _tokens);
            return new TokenLease(isGranted, (long)_tokens, TimeSpan.FromTicks((long)Math.Ceiling(missing / _perTick)));
        }
    }

    // Nobody waits in line: a client that is told when to come back does better.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private void Refill()
    {
        var elapsed = time.GetElapsedTime(_at);
        _at = time.GetTimestamp();
        _tokens = Math.Min(perMinute, _tokens + (elapsed.Ticks * _perTick));
    }
}
