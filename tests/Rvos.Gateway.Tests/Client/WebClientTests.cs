using System.Net;
using System.Text.RegularExpressions;
using Rvos.Gateway.Client;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Client;

public partial class WebClientTests
{
    [Fact]
    public async Task Get_EveryFile_IsServedWithoutKeyUnderAStrictPolicy()
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        foreach (var name in EmbeddedFile.In("client/").Select(name => name["client/".Length..]))
        {
            using var response = await gateway.SendAsync("GET", name == "index.html" ? "/" : $"/{name}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            using var again = await gateway.SendAsync("GET", name == "index.html" ? "/" : $"/{name}", null, ("If-None-Match", response.Headers.ETag!.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task Page_Always_NamesOnlyFilesThatAreThereAndNothingElsewhere()
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        using var client = gateway.Client();
        var page = await client.GetStringAsync("/");
        Assert.DoesNotMatch(@"<script(?![^>]* src=)|\son\w+=|\sstyle=|<style", page);
        var files = Link().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(files);
        for (var i = 0; i < files.Count; i++)
        {
            var content = await client.GetStringAsync(files[i]);
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/)", content);
            Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", content);
            files.AddRange(Import().Matches(content).Select(match => match.Groups[1].Value).Except(files).ToList());
        }

        Assert.Equal(EmbeddedFile.In("client/").Select(name => "/" + name["client/".Length..]).Where(name => name != "/index.html").Append(OpenApiDocument.Path).Order(), files.Order());
    }

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("from \"\\.(/[^\"]+)\"")]
    private static partial Regex Import();
}
