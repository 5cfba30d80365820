using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Gateway;

namespace Rvos.Cli.Tests;

public class KeysTests
{
    [Fact]
    public async Task Create_ThenRevoke_TheGatewayTakesTheKeyAndRefusesIt()
    {
        using var folder = new TemporaryFolder();
        var database = folder["keys.db"];
        var made = await RvosProcess.RunAsync("keys", "create", "--tenant", "acme", "--scope", "jobs:read", "--database", database);
        Assert.Equal(0, made.ExitCode);
        var key = made.Output.Trim();
        Assert.Matches("^rvos_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$", key);
        Assert.DoesNotContain(key, made.Error, StringComparison.Ordinal);
        await using var gateway = await StartGatewayAsync(database);
        // The service behind does not answer: what matters is that the gateway asked it.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(gateway, "GET", key));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(gateway, "POST", key));
        var revoked = await RvosProcess.RunAsync("keys", "revoke", $"key_{key[5..37]}", "--database", database);
        Assert.Equal((0, $"key_{key[5..37]} is revoked\n"), (revoked.ExitCode, revoked.Output));
        await using var restarted = await StartGatewayAsync(database);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(restarted, "GET", key));
    }

    [Fact]
    public async Task Keys_WithJson_TellAllButTheSecret()
    {
        using var folder = new TemporaryFolder();
        var made = await JsonAsync("keys", "create", "--tenant", "acme", "--name", "Fleet [1]", "--job-quota", "3", "--requests-per-minute", "90", "--expires", "2099-01-31T12:00:00+01:00", "--database", folder["keys.db"], "--json");
        Assert.StartsWith("rvos_", made.GetProperty("key").GetString(), StringComparison.Ordinal);
        await JsonAsync("keys", "create", "--tenant", "other", "--database", folder["keys.db"], "--json");
        var listed = Assert.Single((await JsonAsync("keys", "list", "--tenant", "acme", "--database", folder["keys.db"], "--json")).EnumerateArray());
        Assert.False(listed.TryGetProperty("key", out _));
        Assert.Equal(("Fleet [1]", 3, 90, "active"), (listed.GetProperty("name").GetString(), listed.GetProperty("job_quota").GetInt32(), listed.GetProperty("requests_per_minute").GetInt32(), listed.GetProperty("state").GetString()));
        Assert.Equal(new DateTimeOffset(2099, 1, 31, 11, 0, 0, TimeSpan.Zero), listed.GetProperty("expires_at").GetDateTimeOffset());
        var table = await RvosProcess.RunAsync("keys", "list", "--database", folder["keys.db"]);
        Assert.Contains("Fleet [1]", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(made.GetProperty("key").GetString()![37..], table.Output, StringComparison.Ordinal);
        var revoked = await JsonAsync("keys", "revoke", listed.GetProperty("id").GetString()!, "--database", folder["keys.db"], "--json");
        Assert.Equal("revoked", revoked.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("letters, digits", "create", "--tenant", "a b")]
    [InlineData("no scope 'jobs:eat'", "create", "--tenant", "a", "--scope", "jobs:eat")]
    [InlineData("in the past", "create", "--tenant", "a", "--expires", "2020-01-01T00:00:00Z")]
    [InlineData("neither days from now", "create", "--tenant", "a", "--expires", "2099-01-01T00:00:00")]
    [InlineData("neither days from now", "create", "--tenant", "a", "--expires", "0d")]
    [InlineData("a job quota is", "create", "--tenant", "a", "--job-quota", "-1")]
    [InlineData("there is no database", "list")]
    [InlineData("there is no database", "revoke", "key_1")]
    public async Task Keys_BadInput_OneLineAndNoDatabase(string expected, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync(["keys", .. arguments, "--database", folder["keys.db"]]);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.False(File.Exists(folder["keys.db"]));
    }

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var run = await RvosProcess.RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static async Task<WebApplication> StartGatewayAsync(string database)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Rvos:Database:ConnectionString"] = $"Data Source={database}";
        foreach (var service in new[] { "Ingestion", "Notifications", "Metrics" }) builder.Configuration[$"Rvos:Gateway:{service}"] = "http://127.0.0.1:9";
        builder.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpStatusCode> AskAsync(WebApplication gateway, string method, string key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{gateway.Urls.First()}/v1/jobs");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
