using System.Globalization;
using System.Threading.RateLimiting;

namespace Rvos.Gateway.Access;

/// <summary>The rate limit of each key, in this process: with several gateways each counts what it sees.</summary>
internal sealed class RateLimits(TimeProvider time) : IDisposable
{
    // Buckets that have been full for a while are dropped by the library, so that memory follows the keys in use.
    private readonly PartitionedRateLimiter<Caller> _limiter = PartitionedRateLimiter.Create<Caller, string>(caller =>
        RateLimitPartition.Get(caller.KeyId!, _ => new TokenBucket(caller.RequestsPerMinute!.Value, time)));

    public void Dispose() => _limiter.Dispose();

    /// <summary>Counts a request, and tells the client how it stands (draft-ietf-httpapi-ratelimit-headers-10).</summary>
    /// <returns>Null: go on. Otherwise how long the client has to wait.</returns>
    internal TimeSpan? Count(Caller caller, IHeaderDictionary response)
    {
        if (caller.KeyId is null || caller.RequestsPerMinute is not { } perMinute) return null;
        using var lease = _limiter.AttemptAcquire(caller);
        lease.TryGetMetadata(TokenLease.Remaining, out var remaining);
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        response["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={perMinute};w=60");
        response["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={remaining};t={Math.Ceiling(wait.TotalSeconds)}");
        return lease.IsAcquired ? null : wait;
    }
}
