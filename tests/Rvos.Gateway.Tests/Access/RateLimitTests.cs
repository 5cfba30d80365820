using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Rvos.Gateway.Access;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Access;

public class RateLimitTests
{
    [Fact]
    public async Task Request_BeyondTheRate_Is429UntilTheTimeItNames()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var key = await gateway.KeyAsync(perMinute: 3);
        for (var left = 2; left >= 0; left--)
        {
            using var good = await gateway.SendAsync("GET", "/v1/jobs", key);
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
            Assert.Equal("\"key\";q=3;w=60", Assert.Single(good.Headers.GetValues("RateLimit-Policy")));
            Assert.Equal($"\"key\";r={left};t={(left == 0 ? 20 : 0)}", Assert.Single(good.Headers.GetValues("RateLimit")));
        }

        using (var refused = await gateway.SendAsync("GET", "/v1/jobs", key))
        {
            await GatewayHarness.ProblemAsync(refused, 429);
            Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("\"key\";r=0;t=20", Assert.Single(refused.Headers.GetValues("RateLimit")));
        }

        gateway.Time.Advance(TimeSpan.FromSeconds(19));
        using (var early = await gateway.SendAsync("GET", "/v1/jobs", key)) Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter?.Delta);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        using (var due = await gateway.SendAsync("GET", "/v1/jobs", key)) Assert.Equal(HttpStatusCode.OK, due.StatusCode);
        Assert.Equal(4, service.Seen.Count);
    }

    [Fact]
    public async Task Request_OtherKeyOfTheTenant_HasItsOwnRate()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("RequestsPerMinute", "1"));
        var (one, other) = (await gateway.KeyAsync(), await gateway.KeyAsync());
        foreach (var (key, status) in new[] { (one, 200), (one, 429), (other, 200) })
        {
            using var response = await gateway.SendAsync("GET", "/v1/jobs", key);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Request_RefusedForItsScope_CountsToo()
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        var key = await gateway.KeyAsync(scope: "jobs:read", perMinute: 1);
        foreach (var status in new[] { 403, 429 })
        {
            using var response = await gateway.SendAsync("POST", "/v1/jobs", key);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public void IdleDuration_EmptyBucket_CountsOnlyOnceItIsFull()
    {
        var time = new FakeTimeProvider();
        using var bucket = new TokenBucket(60, time);
        for (var i = 0; i < 60; i++) Assert.True(bucket.AttemptAcquire().IsAcquired);
        Assert.Null(bucket.IdleDuration);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(bucket.IdleDuration);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(30, bucket.IdleDuration!.Value.TotalSeconds, 3);
        Assert.Equal(60, bucket.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void AttemptAcquire_ManyThreads_GrantsNoMoreThanThereAre()
    {
        using var bucket = new TokenBucket(1000, new FakeTimeProvider());
        var granted = 0;
        Parallel.For(0, 4000, _ =>
        {
            using var lease = bucket.AttemptAcquire();
            if (lease.IsAcquired) Interlocked.Increment(ref granted);
        });
        Assert.Equal(1000, granted);
        Assert.Equal((1000, 3000), (bucket.GetStatistics()!.TotalSuccessfulLeases, bucket.GetStatistics()!.TotalFailedLeases));
    }
}
