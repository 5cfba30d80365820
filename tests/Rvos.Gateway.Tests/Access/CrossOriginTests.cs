using Microsoft.Extensions.Options;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Access;

/// <summary>Pages of other origins (CORS): those that are configured may read answers, no other.</summary>
public class CrossOriginTests
{
    private const string App = "https://app.example.org", Other = "http://localhost:3000";

    private static readonly (string, string)[] Origins = [("AllowedOrigins:0", App), ("AllowedOrigins:1", Other)];

    [Theory]
    [InlineData("/v1/uploads", "PATCH", "authorization,tus-resumable,upload-offset,upload-length,content-type")]
    [InlineData("/v1/jobs", "POST", "authorization,content-type,idempotency-key")]
    [InlineData("/v1/uploads/upl_1", "DELETE", "authorization,tus-resumable,upload-concat,upload-defer-length,upload-metadata")]
    public async Task Preflight_OfAConfiguredOrigin_IsAnsweredWithoutAKey(string path, string method, string headers)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(upstream.Url, Origins);
        using var answer = await gateway.SendAsync("OPTIONS", path, null, ("Origin", App), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));
        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(App, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains(method, Header(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        var allowed = Header(answer, "Access-Control-Allow-Headers")!.Split(',').Select(name => name.Trim().ToLowerInvariant());
        Assert.Empty(headers.Split(',').Except(allowed));
        Assert.Equal((null, "Origin"), (Header(answer, "Access-Control-Allow-Credentials"), Header(answer, "Vary")));
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 401)]
    public async Task Answer_ToAConfiguredOrigin_ShowsItsHeadersAlsoWhenItIsARefusal(bool hasKey, int status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(upstream.Url, Origins);
        using var answer = await gateway.SendAsync("GET", "/v1/videos", hasKey ? await gateway.KeyAsync() : null, ("Origin", Other), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(Other, Header(answer, "Access-Control-Allow-Origin"));
        var exposed = Header(answer, "Access-Control-Expose-Headers")!;
        Assert.All(["Location", "Upload-Offset", "Upload-Length", "Tus-Resumable", "Tus-Extension", "ETag", "Retry-After", "X-Rvos-Video"], name => Assert.Contains(name, exposed, StringComparison.Ordinal));
        Assert.Contains("Origin", Header(answer, "Vary"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("http://app.example.org")]
    [InlineData("https://app.example.org:8443")]
    [InlineData("https://app.example.org.evil.test")]
    [InlineData("null")]
    public async Task Answer_ToAnotherOrigin_IsNotShownToIt(string origin)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(upstream.Url, Origins);
        using var answer = await gateway.SendAsync("GET", "/v1/videos", await gateway.KeyAsync(), ("Origin", origin));
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains("Origin", Header(answer, "Vary"), StringComparison.Ordinal);
        using var preflight = await gateway.SendAsync("OPTIONS", "/v1/videos", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
        Assert.Null(Header(preflight, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Answer_WithoutConfiguredOrigins_HasNoneOfTheHeaders()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(upstream.Url);
        using var answer = await gateway.SendAsync("GET", "/v1/videos", await gateway.KeyAsync(), ("Origin", App));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(App, 200)]
    [InlineData("https://evil.example.org", 401)]
    public async Task Request_WithoutAKeyWhereNoneIsNeeded_OnlyOfAConfiguredOrigin(string origin, int status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(upstream.Url, [.. Origins, ("Anonymous", "local")]);
        using var answer = await gateway.SendAsync("GET", "/v1/videos", null, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.org")]
    [InlineData("https://app.example.org/")]
    [InlineData("https://app.example.org/page")]
    [InlineData("https://user@app.example.org")]
    [InlineData("HTTPS://App.example.org")]
    [InlineData("https://app.example.org:443")]
    [InlineData("app.example.org")]
    [InlineData("file:///srv")]
    [InlineData("null")]
    public async Task Start_WithWhatIsNoOrigin_FailsAndNamesIt(string origin)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHarness.StartAsync("http://127.0.0.1:1", ("AllowedOrigins:0", origin)));
        Assert.Contains($"Rvos:Gateway:AllowedOrigins: '{origin}'", error.Message, StringComparison.Ordinal);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
