using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rvos.Gateway.Keys;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Access;

/// <summary>Who is let through, as whom.</summary>
public class AccessTests
{
    [Fact]
    public async Task Request_SpoofedHeaders_AreDroppedAndSetFromTheKey()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var created = await gateway.CreateAsync("acme", quota: 3);
        using var response = await gateway.SendAsync("GET", "/v1/jobs/1", created.Secret.Reveal(),
            ("X-Rvos-Tenant", "victim"), ("x-rvos-key", "key_x"), ("X-RVOS-Job-Quota", "999"), ("X-Rvos-Anything", "1"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(service.Seen);
        Assert.Equal(("acme", created.Key.Id, "3"), (seen.Headers["X-Rvos-Tenant"], seen.Headers["X-Rvos-Key"], seen.Headers["X-Rvos-Job-Quota"]));
        Assert.DoesNotContain(seen.Headers.Keys, name => name is "X-Rvos-Anything" or "Authorization");
    }

    [Fact]
    public async Task Request_KeyWithoutOwnQuota_GetsTheDefault()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("JobQuota", "7"));
        using var response = await gateway.SendAsync("GET", "/v1/jobs/1", await gateway.KeyAsync());
        Assert.Equal("7", Assert.Single(service.Seen).Headers["X-Rvos-Job-Quota"]);
    }

    public static TheoryData<string, string, string[]> Matrix => new()
    {
        { "POST", "/v1/uploads", ["videos:write"] },
        { "PATCH", "/v1/uploads/1", ["videos:write"] },
        { "HEAD", "/v1/uploads/1", ["videos:write"] },
        { "DELETE", "/v1/uploads/1", ["videos:write"] },
        { "OPTIONS", "/v1/uploads", ["videos:write", "jobs:read", "jobs:write", "webhooks:manage", "metrics:read"] },
        { "POST", "/v1/videos", ["videos:write"] },
        { "GET", "/v1/videos/1", ["videos:write", "jobs:read"] },
        { "DELETE", "/v1/videos/1", ["videos:write"] },
        { "POST", "/v1/jobs", ["jobs:write"] },
        { "GET", "/v1/jobs", ["jobs:read"] },
        { "GET", "/V1/JOBS/1/events", ["jobs:read"] },
        { "GET", "/v1/jobs/1/metrics", ["jobs:read", "metrics:read"] },
        { "DELETE", "/v1/jobs/1", ["jobs:write"] },
        { "POST", "/v1/jobs/1/objects", ["jobs:write"] },
        { "GET", "/v1/webhooks", ["webhooks:manage"] },
        { "POST", "/v1/webhooks", ["webhooks:manage"] },
        { "GET", "/v1/metrics/fleet", ["metrics:read"] },
        { "POST", "/v1/metrics", ["jobs:write"] },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Request_EachScope_OpensItsRoutesOnly(string method, string path, string[] open)
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        foreach (var scope in KeyScope.All)
        {
            using var response = await gateway.SendAsync(method, path, await gateway.KeyAsync(scope: scope));
            var isOpen = scope == KeyScope.Admin || open.Contains(scope);
            Assert.Equal((scope, isOpen ? 200 : 403), (scope, (int)response.StatusCode));
            if (isOpen) continue;
            Assert.Contains("error=\"insufficient_scope\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(open.Length + 1, service.Seen.Count);
    }

    [Theory]
    [InlineData("/v1/nothing", "admin", 404)]
    [InlineData("/v1/nothing", "jobs:read", 403)]
    [InlineData("/v1", "jobs:write", 403)]
    [InlineData("/nothing", "jobs:read", 404)]
    public async Task Request_NoSuchRoute_IsAProblem(string path, string scope, int status)
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        using var response = await gateway.SendAsync("GET", path, await gateway.KeyAsync(scope: scope));
        await GatewayHarness.ProblemAsync(response, status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer rvos_short")]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic cnZvczpydm9z")]
    public async Task Request_NoOrMalformedKey_Is401WithChallenge(string? authorization)
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var response = await gateway.SendAsync("GET", "/v1/jobs", null, authorization is null ? [] : [("Authorization", authorization)]);
        await GatewayHarness.ProblemAsync(response, 401);
        Assert.StartsWith("Bearer realm=\"rvos\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Empty(service.Seen);
    }

    [Fact]
    public async Task Request_WrongSecretOrUnknownId_IsRefusedAlike()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var good = await gateway.KeyAsync();
        var wrongSecret = good[..38] + (good[38..] == new string('A', 43) ? new string('B', 43) : new string('A', 43));
        var unknownId = "rvos_" + new string('0', 32) + good[37..];
        var details = new HashSet<string>();
        foreach (var key in new[] { wrongSecret, unknownId })
        {
            using var response = await gateway.SendAsync("GET", "/v1/jobs", key);
            details.Add((await GatewayHarness.ProblemAsync(response, 401)).GetProperty("detail").GetString()!);
            Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("There is no such API key.", Assert.Single(details));
        Assert.Empty(service.Seen);
    }

    [Fact]
    public async Task Request_TwoAuthorizationHeaders_Is401()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var key = await gateway.KeyAsync();
        // HttpClient does not send two.
        using var client = new TcpClient("127.0.0.1", new Uri(gateway.Url).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"));
        using var answer = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 401 Unauthorized", await answer.ReadLineAsync());
        Assert.Empty(service.Seen);
    }

    [Fact]
    public async Task Request_RevokedKey_IsRefusedWithinSeconds()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var created = await gateway.CreateAsync();
        using var before = await gateway.SendAsync("GET", "/v1/jobs", created.Secret.Reveal());
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await gateway.Keys.RevokeAsync(created.Key.Id);
        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        using var after = await gateway.SendAsync("GET", "/v1/jobs", created.Secret.Reveal());
        Assert.Equal("The API key was revoked.", (await GatewayHarness.ProblemAsync(after, 401)).GetProperty("detail").GetString());
        Assert.Single(service.Seen);
    }

    [Fact]
    public async Task EventStream_KeyRevoked_EndsWithinSeconds()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: progress\n\n");
            await context.Response.Body.FlushAsync();
            using var gone = context.RequestAborted.Register(ended.SetResult);
            await ended.Task;
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var created = await gateway.CreateAsync();
        using var client = gateway.Client(created.Secret.Reveal());
        // No Accept: what the answer is decides.
        using var answer = await client.GetAsync(new Uri("/v1/jobs/job_1/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var events = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[100];
        Assert.True(await events.ReadAsync(buffer) > 0);
        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(ended.Task.IsCompleted);
        await gateway.Keys.RevokeAsync(created.Key.Id);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!ended.Task.IsCompleted)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(20, patience.Token);
        }

        await Assert.ThrowsAnyAsync<IOException>(async () => await events.ReadExactlyAsync(buffer));
    }

    [Theory]
    [InlineData("/v1/jobs")]
    [InlineData("/")]
    [InlineData("/health/live")]
    public async Task Request_HostThatIsNoName_Is400(string path)
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var response = await gateway.SendAsync("GET", path, await gateway.KeyAsync(), ("Host", "xn--localhost-"));
        Assert.Equal("Host", (await GatewayHarness.ProblemAsync(response, 400)).GetProperty("field").GetString());
        Assert.Empty(service.Seen);
    }

    [Fact]
    public async Task Answer_OfThePrivateRoutes_IsKeptByNoCacheAndNoOtherSite()
    {
        await using var service = await Upstream.StartAsync(context =>
        {
            if (context.Request.Path.StartsWithSegments("/v1/videos")) context.Response.Headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var key = await gateway.KeyAsync();
        foreach (var (path, sent, cache) in new (string, string?, string)[] { ("/v1/jobs", key, "no-store"), ("/v1/videos", key, "private, no-cache"), ("/v1/jobs", null, "no-store") })
        {
            using var response = await gateway.SendAsync("GET", path, sent);
            var headers = response.Headers.NonValidated;
            Assert.Equal((path, cache, "nosniff", "same-origin"), (path, $"{headers["Cache-Control"]}", $"{headers["X-Content-Type-Options"]}", $"{headers["Cross-Origin-Resource-Policy"]}"));
        }
    }

    [Fact]
    public async Task Request_KeyInUse_IsLookedUpOnceAndMarkedUsed()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var created = await gateway.CreateAsync();
        Assert.Null((await gateway.Keys.ListAsync())[0].LastUsedAt);
        using var first = await gateway.SendAsync("GET", "/v1/jobs", created.Secret.Reveal());
        Assert.Equal(gateway.Time.GetUtcNow(), (await gateway.Keys.ListAsync())[0].LastUsedAt);
        // Known still: what the database says of it does not count yet.
        await gateway.Keys.RevokeAsync(created.Key.Id);
        using var second = await gateway.SendAsync("GET", "/v1/jobs", created.Secret.Reveal());
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Request_KeyThatExpiresWhileKnown_IsRefusedAtOnce()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var key = await gateway.KeyAsync(expires: gateway.Time.GetUtcNow().AddSeconds(2));
        using var before = await gateway.SendAsync("GET", "/v1/jobs", key);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        using var after = await gateway.SendAsync("GET", "/v1/jobs", key);
        Assert.Equal("The API key has expired.", (await GatewayHarness.ProblemAsync(after, 401)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Request_KeyInUrl_IsRefusedAndNotPassedOn()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var key = await gateway.KeyAsync();
        using var response = await gateway.SendAsync("GET", $"/v1/jobs?key={key}");
        Assert.Contains("revoke", (await GatewayHarness.ProblemAsync(response, 400)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(service.Seen);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(key[38..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_OfAllKinds_LeaveNoSecretInAnyLogLine()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var good = await gateway.CreateAsync(perMinute: 2);
        var narrow = await gateway.CreateAsync(scope: "jobs:read");
        var revoked = await gateway.CreateAsync();
        await gateway.Keys.RevokeAsync(revoked.Key.Id);
        foreach (var key in new[] { good, good, good, narrow, revoked })
        {
            using var response = await gateway.SendAsync("POST", "/v1/videos", key.Secret.Reveal());
        }

        await gateway.StopAsync();
        Assert.NotEmpty(gateway.Log.Lines);
        foreach (var key in new[] { good, narrow, revoked }) Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(key.Secret.Reveal()[38..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_DatabaseBroken_Is503()
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Rvos:Database:RetrySeconds", "0"));
        var key = await gateway.KeyAsync();
        await gateway.DropTableAsync();
        using var response = await gateway.SendAsync("GET", "/v1/jobs", key);
        await GatewayHarness.ProblemAsync(response, 503);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.Empty(service.Seen);
    }
}
