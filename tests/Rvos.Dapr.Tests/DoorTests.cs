using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Rvos.Dapr.Tests.Support;
using Rvos.Gateway;
using Rvos.Hosting.Defaults;
using Rvos.Testing.Servers;

namespace Rvos.Dapr.Tests;

/// <summary>Who may bring videos: the sidecar.</summary>
public sealed class DoorTests : IDisposable
{
    private const string Anything = """{"id": "event-1", "source": "a", "data": {}}""";

    private readonly Place _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the sidecar's owN")]
    [InlineData("the sidecar's own, and more")]
    public async Task Delivery_WithoutTheSidecarsToken_401(string? token)
    {
        await using var app = await App.StartAsync(_place, App.With(null));
        using var client = new HttpClient { BaseAddress = app.Url };
        if (token is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("dapr-api-token", token);
        Assert.Equal("401", await Sidecar.PostAsync(client, "/dapr/videos", Anything));
        Assert.Equal("401", await Sidecar.PostAsync(client, "/DAPR/videos/", Anything));
        using var subscriptions = await client.GetAsync("/dapr/subscribe");
        Assert.Equal(401, (int)subscriptions.StatusCode);
        Assert.DoesNotContain(app.Log.All, line => line.Contains(App.AppToken, StringComparison.Ordinal));
        // The rest of the service is not the sidecar's.
        Assert.Empty(await app.JobsAsync());
    }

    [Fact]
    public async Task Delivery_WithTwoTokens_401()
    {
        await using var app = await App.StartAsync(_place, App.With(null));
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.Add("dapr-api-token", [App.AppToken, "another"]);
        Assert.Equal("401", await Sidecar.PostAsync(client, "/dapr/videos", Anything));
    }

    [Theory]
    [InlineData("")]
    [InlineData(App.AppToken)]
    public async Task AppPort_Given_IsTheOnlyWayAndLeadsNowhereElse(string token)
    {
        using var port = PortLease.Take();
        await using var app = await App.StartAsync(_place, App.With(null, ("Rvos:Dapr:AppPort", $"{port.Port}"), ("APP_API_TOKEN", token)));
        var door = new Uri($"http://127.0.0.1:{port.Port}");
        Assert.Equal("DROP", await Sidecar.DeliverAsync(door, Anything, token));
        using var inside = new HttpClient { BaseAddress = door };
        inside.DefaultRequestHeaders.Add("X-Rvos-Tenant", App.Tenant);
        foreach (var path in new[] { "/v1/jobs", "/health/ready", "/metrics", "/dapr/config" })
        {
            using var answer = await inside.GetAsync(path);
            Assert.Equal((path, 404), (path, (int)answer.StatusCode));
        }

        using var outside = app.Client();
        outside.DefaultRequestHeaders.Add("dapr-api-token", token);
        Assert.Equal("404", await Sidecar.PostAsync(outside, "/dapr/videos", Anything));
        using var subscriptions = await outside.GetAsync("/dapr/subscribe");
        Assert.Equal(404, (int)subscriptions.StatusCode);
        Assert.Empty(await app.JobsAsync());
    }

    [Fact]
    public async Task Subscription_Announced_IsAsTheSettingsSay()
    {
        await using var app = await App.StartAsync(
            _place, App.With(null, ("Rvos:Dapr:PubSub", "kafka"), ("Rvos:Dapr:VideosTopic", "fleet.videos"), ("Rvos:Dapr:DeadLetterTopic", "fleet.failed")));
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.Add("dapr-api-token", App.AppToken);
        var subscription = (await client.GetFromJsonAsync<JsonElement>("/dapr/subscribe")).EnumerateArray().Single();
        Assert.Equal(
            ("kafka", "fleet.videos", "fleet.failed"),
            (subscription.GetProperty("pubsubName").GetString(), subscription.GetProperty("topic").GetString(), subscription.GetProperty("deadLetterTopic").GetString()));
    }

    [Fact]
    public async Task Subscription_ToldByAResource_IsNotAnnouncedButAnswers()
    {
        await using var app = await App.StartAsync(_place, App.With(null, ("Rvos:Dapr:AnnounceSubscription", "false")));
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.Add("dapr-api-token", App.AppToken);
        using var subscriptions = await client.GetAsync("/dapr/subscribe");
        Assert.Equal(404, (int)subscriptions.StatusCode);
        Assert.Equal("DROP", await Sidecar.PostAsync(client, "/dapr/videos", Anything));
    }

    [Theory]
    [InlineData("Rvos:Dapr:Tenant", "fleet", "either AppPort or the environment's APP_API_TOKEN is needed")]
    [InlineData("Rvos:Dapr:Tenant", "no tenant", "'no tenant' is no tenant")]
    [InlineData("Rvos:Dapr:AppPort", "70000", "AppPort")]
    [InlineData("Rvos:Dapr:SecretWait", "1.00:00:00", "SecretWait")]
    [InlineData("Rvos:Dapr:PubSub", "", "PubSub")]
    [InlineData("Rvos:Dapr:MaximumEventBytes", "many", "MaximumEventBytes")]
    public void Start_SettingThatCannotBe_IsSaidInOneLine(string key, string value, string words)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Dapr:Enabled"] = "true", [key] = value });
        var error = Assert.Throws<DaprStartException>(() => builder.AddRvosDapr(DaprUse.Videos));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("/dapr/videos")]
    [InlineData("/v1/../dapr/videos")]
    [InlineData("/v1/jobs/..%2f..%2f..%2fdapr/videos")]
    [InlineData("/dapr/subscribe")]
    public async Task Gateway_RoutesOfTheSidecar_AreNotPassedOn(string path)
    {
        await using var app = await App.StartAsync(_place, App.With(null));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(_place.Settings);
        builder.Configuration.AddInMemoryCollection(new[] { "Ingestion", "Notifications", "Metrics" }.Select(name => KeyValuePair.Create($"Rvos:Gateway:{name}", (string?)app.Url.ToString())).Append(KeyValuePair.Create("Rvos:Gateway:Anonymous", (string?)App.Tenant)));
        builder.AddGateway();
        await using var gateway = builder.Build();
        gateway.MapRvosDefaults();
        gateway.MapGateway();
        await gateway.StartAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("dapr-api-token", App.AppToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Urls.First().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var answer = await client.SendAsync(message);
        Assert.Contains((int)answer.StatusCode, (int[])[404, 405]);
        Assert.DoesNotContain(app.Log.All, line => line.Contains("is dropped", StringComparison.Ordinal));
        using var jobs = await client.GetAsync(gateway.Urls.First() + "/v1/jobs");
        Assert.Equal(200, (int)jobs.StatusCode);
        await gateway.StopAsync();
    }
}
