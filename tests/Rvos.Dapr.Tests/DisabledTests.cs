using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Dapr.Tests.Support;

namespace Rvos.Dapr.Tests;

/// <summary>Off unless asked for.</summary>
public sealed class DisabledTests
{
    [Fact]
    public void AddRvosDapr_NotEnabled_AddsNothing()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Dapr:SecretStore"] = "vault", ["Rvos:Dapr:Secrets:0"] = "A=b#c", ["Rvos:Dapr:Tenant"] = "fleet" });
        var (services, sources) = (builder.Services.Count, builder.Configuration.Sources.Count);
        Assert.True(builder.TryAddRvosDapr(DaprUse.JobEvents | DaprUse.Videos));
        Assert.Equal((services, sources), (builder.Services.Count, builder.Configuration.Sources.Count));
    }

    [Fact]
    public async Task Host_NotEnabled_HasNoClientNoQueueAndNoRoutes()
    {
        using var place = new Place();
        await using var app = await App.StartAsync(place);
        Assert.Null(app.Services.GetService<DaprClient>());
        using var client = app.Client();
        using var subscriptions = await client.GetAsync("/dapr/subscribe");
        Assert.Equal(404, (int)subscriptions.StatusCode);
        Assert.Equal("404", await Sidecar.PostAsync(client, "/dapr/videos", Envelope.Of("https://public.example/a.mp4")));
    }

    [Fact]
    public async Task Host_EnabledForSecretsAlone_PublishesNothingAndTakesNothing()
    {
        using var place = new Place();
        await using var sidecar = await Sidecar.StartNewAsync();
        await using var app = await App.StartAsync(place, ("Rvos:Dapr:Enabled", "true"), ("Rvos:Dapr:GrpcEndpoint", sidecar.Endpoint), ("Rvos:Dapr:PublishJobs", "false"));
        Assert.Null(app.Services.GetService<DaprClient>());
        using var client = app.Client();
        Assert.Equal("404", await Sidecar.PostAsync(client, "/dapr/videos", Envelope.Of("https://public.example/a.mp4")));
    }
}
