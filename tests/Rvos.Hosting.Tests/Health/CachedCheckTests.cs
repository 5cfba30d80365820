using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rvos.Hosting.Health;

namespace Rvos.Hosting.Tests.Health;

public sealed class CachedCheckTests
{
    private static readonly HealthCheckContext Context = new();

    [Fact]
    public async Task Check_ManyAtOnce_AsksOnce()
    {
        var count = 0;
        var release = new TaskCompletionSource();
        var check = new CachedCheck(_ => { Interlocked.Increment(ref count); return release.Task; }, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeProvider.System);
        var probes = Enumerable.Range(0, 50).Select(_ => Task.Run(() => check.CheckHealthAsync(Context))).ToArray();
        release.SetResult();
        Assert.All(await Task.WhenAll(probes), result => Assert.Equal(HealthStatus.Healthy, result.Status));
        await check.CheckHealthAsync(Context);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Check_ProbeThatNeverEndsNorHeedsItsToken_IsUnhealthyInTime()
    {
        var check = new CachedCheck(_ => new TaskCompletionSource().Task, TimeSpan.FromMilliseconds(50), TimeSpan.Zero, TimeProvider.System);
        var result = await check.CheckHealthAsync(Context).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains("0.05 s", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Failure_KeepsItsWordsOutOfTheDescription()
    {
        var check = new CachedCheck(_ => throw new InvalidOperationException("user=rvos"), TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeProvider.System);
        var result = await check.CheckHealthAsync(Context);
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.DoesNotContain("rvos", result.Description, StringComparison.Ordinal);
    }
}
