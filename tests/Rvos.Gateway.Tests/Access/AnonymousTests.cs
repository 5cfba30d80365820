using System.Net;
using Rvos.Gateway.Access;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Access;

public class AnonymousTests
{
    [Fact]
    public async Task Request_WithoutKeyOnLoopback_IsTheAnonymousTenant()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Anonymous", "local"));
        using var response = await gateway.SendAsync("POST", "/v1/jobs", null, ("X-Rvos-Tenant", "victim"), ("Origin", gateway.Url), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(service.Seen);
        Assert.Equal("local", seen.Headers["X-Rvos-Tenant"]);
        Assert.DoesNotContain(seen.Headers.Keys, name => name is "X-Rvos-Key" or "X-Rvos-Job-Quota");
    }

    [Fact]
    public async Task Request_BadKeyWhereNoneIsNeeded_IsRefusedAllTheSame()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Anonymous", "local"));
        using var response = await gateway.SendAsync("GET", "/v1/jobs", "nonsense");
        await GatewayHarness.ProblemAsync(response, 401);
        using var keyed = await gateway.SendAsync("GET", "/v1/jobs", await gateway.KeyAsync("acme"));
        Assert.Equal("acme", Assert.Single(service.Seen).Headers["X-Rvos-Tenant"]);
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("x-forwarded-port", "443")]
    [InlineData("CF-Connecting-IP", "203.0.113.7")]
    [InlineData("CF-Ray", "230b030023ae2822-SJC")]
    public async Task Request_FromAnotherSiteOrThroughAProxy_NeedsAKey(string header, string value)
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Anonymous", "local"));
        using var response = await gateway.SendAsync("POST", "/v1/jobs", null, (header, value));
        await GatewayHarness.ProblemAsync(response, 401);
        Assert.Empty(service.Seen);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    public async Task Start_AnonymousBeyondLoopback_Refuses(string urls)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayHarness.StartAsync("http://127.0.0.1:9", ("Anonymous", "local"), ("Rvos:Test:Urls", urls)));
        Assert.Contains("beyond this machine", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AnonymousAnywhere_AnswersBeyondLoopback()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Anonymous", "local"), ("AnonymousAnywhere", "true"), ("Rvos:Test:Urls", "http://0.0.0.0:0"));
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
        using var response = await client.GetAsync("/v1/jobs");
        Assert.Equal("local", Assert.Single(service.Seen).Headers["X-Rvos-Tenant"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", true)]
    [InlineData("http://127.8.8.8:80", true)]
    [InlineData("http://localhost:80", true)]
    [InlineData("https://[::1]:443", true)]
    [InlineData("http://unix:/run/rvos.sock", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://[::]:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://192.0.2.1:80", false)]
    [InlineData("http://localhost.evil.example:80", false)]
    public void IsLoopback_Address_Tells(string address, bool expected) => Assert.Equal(expected, AnonymousRule.IsLoopback(address));
}
