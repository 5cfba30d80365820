using System.Diagnostics;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Access;

/// <summary>What the operator's side sees of the gateway.</summary>
public class OperatorTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/startup")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Probe_WithoutAKey_IsAnswered(string path)
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await gateway.SendAsync("GET", path);
            if (response.IsSuccessStatusCode) break;
            Assert.Equal(503, (int)response.StatusCode);
            await Task.Delay(20, limit.Token);
        }
        Assert.Empty(service.Seen);
    }

    [Fact]
    public async Task Request_InATrace_ReachesTheServiceInIt()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var response = await gateway.SendAsync("GET", "/v1/jobs/1", await gateway.KeyAsync(), ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01"));
        Assert.Contains(trace, Assert.Single(service.Seen).Headers["traceparent"], StringComparison.Ordinal);
    }
}
