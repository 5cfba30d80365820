using System.Net.Http.Json;
using System.Text.Json;
using Dapr.Client;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Contracts.Messages;
using Rvos.Dapr.Tests.Support;
using Rvos.Testing.Servers;

namespace Rvos.Dapr.Tests;

/// <summary>From the end of a job on the bus to an event at the sidecar.</summary>
public sealed class JobEventTests : IDisposable
{
    private readonly Place _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Ended_Job_IsACloudEventWithTheWebhooksIdAndData()
    {
        await using var sidecar = await Sidecar.StartNewAsync();
        await using var hook = await HookServer.StartAsync();
        await using var app = await App.StartAsync(_place, App.With(sidecar, ("Rvos:PublicUrl", "https://rvos.example/api")));
        using var client = app.Client();
        using var made = await client.PostAsJsonAsync("/v1/webhooks", new { url = hook.Url });
        var endpoint = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();

        await app.PublishAsync(Ended());
        await App.UntilAsync(() => !sidecar.State.Published.IsEmpty && !hook.Bodies.IsEmpty);

        var published = sidecar.State.Published.Single();
        Assert.Equal(("rvos-pubsub", "rvos.jobs", "application/cloudevents+json"), (published.PubSub, published.Topic, published.ContentType));
        var text = published.Body.EnumerateObject().Where(p => p.Name != "data").ToDictionary(p => p.Name, p => p.Value.GetString());
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["specversion"] = "1.0",
                ["id"] = "evt-1",
                ["source"] = "https://rvos.example/api/v1/jobs",
                ["type"] = "job.completed",
                ["subject"] = "job_1",
                ["time"] = "2026-01-31T11:59:00+00:00",
                ["datacontenttype"] = "application/json",
                ["tenant"] = App.Tenant,
            },
            text);
        var webhook = hook.Bodies.Single();
        Assert.Equal(webhook.GetProperty("data").GetRawText(), published.Body.GetProperty("data").GetRawText());
        Assert.Equal((webhook.GetProperty("type").GetString(), webhook.GetProperty("timestamp").GetString()), (text["type"], text["time"]));
        var delivery = (await app.GetAsync($"/v1/webhooks/{endpoint}/deliveries")).GetProperty("items").EnumerateArray().Single();
        Assert.Equal(delivery.GetProperty("event_id").GetString(), published.Id);
    }

    [Fact]
    public async Task Ended_ToldManyTimes_IsPublishedOnce()
    {
        await using var sidecar = await Sidecar.StartNewAsync();
        await using var app = await App.StartAsync(_place, App.With(sidecar));
        for (var i = 0; i < 5; i++) await app.PublishAsync(Ended());
        await App.UntilAsync(() => !sidecar.State.Published.IsEmpty);
        for (var i = 0; i < 5; i++) await app.PublishAsync(Ended());
        await app.PublishAsync(Ended("evt-2"));
        await App.UntilAsync(async () => sidecar.State.Published.Any(e => e.Id == "evt-2") && await app.CountAsync("dapr_events where published_at is not null") == 2);
        Assert.Equal(["evt-1", "evt-2"], sidecar.State.Published.Select(e => e.Id).Order());
    }

    [Fact]
    public async Task Ended_SidecarAwayBeyondARestart_IsPublishedOnceItIsBack()
    {
        await using var sidecar = await Sidecar.StartNewAsync();
        await sidecar.StopAsync();
        await using (var first = await App.StartAsync(_place, App.With(sidecar)))
        {
            for (var i = 0; i < 20; i++) await first.PublishAsync(Ended($"evt-{i}"));
            await App.UntilAsync(async () => await first.CountAsync("dapr_events where attempts > 0") == 20);
            Assert.Contains(first.Log.All, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("could not be published to rvos.jobs", StringComparison.Ordinal));
        }

        await using var second = await App.StartAsync(_place, App.With(sidecar));
        await sidecar.StartAsync();
        await App.UntilAsync(async () => await second.CountAsync("dapr_events where published_at is not null") == 20);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"evt-{i}").Order(), sidecar.State.Published.Select(e => e.Id).Distinct().Order());
    }

    [Fact]
    public async Task Ended_BrokerAway_IsTriedAgainWithTheSameId()
    {
        await using var sidecar = await Sidecar.StartNewAsync();
        sidecar.State.IsBrokerAway = true;
        await using var app = await App.StartAsync(_place, App.With(sidecar));
        await app.PublishAsync(Ended());
        await App.UntilAsync(() => sidecar.State.Tries.Count >= 4);
        Assert.Empty(sidecar.State.Published);
        sidecar.State.IsBrokerAway = false;
        await App.UntilAsync(() => !sidecar.State.Published.IsEmpty);
        Assert.All(sidecar.State.Tries, id => Assert.Equal("evt-1", id));
    }

    [Fact]
    public async Task Ended_PublishingOff_IsForTheWebhooksAlone()
    {
        await using var sidecar = await Sidecar.StartNewAsync();
        await using var hook = await HookServer.StartAsync();
        await using var app = await App.StartAsync(_place, App.With(sidecar, ("Rvos:Dapr:PublishJobs", "false")));
        await app.PublishAsync(Ended() with { WebhookUrl = hook.Url });
        await App.UntilAsync(() => !hook.Bodies.IsEmpty);
        Assert.Null(app.Services.GetService<DaprClient>());
        Assert.Empty(sidecar.State.Tries);
    }

    [Fact]
    public async Task Ended_ManyTimesOnRabbitMqWithTwoProcesses_EachIsPublishedOnce()
    {
        Assert.SkipWhen((ServerTools.MissingRabbitMq ?? ServerTools.MissingPostgres) is not null, ServerTools.MissingRabbitMq ?? ServerTools.MissingPostgres ?? "");
        await using var rabbit = await RabbitMqServer.StartNewAsync();
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var sidecar = await Sidecar.StartNewAsync();
        var settings = App.With(
            sidecar, ("Rvos:Bus:Transport", "RabbitMq"), ("Rvos:Bus:Address", rabbit.Address.ToString()), ("Rvos:Database:Provider", "PostgreSql"),
            ("Rvos:Database:ConnectionString", await postgres.CreateDatabaseAsync("dapr")));
        await using var one = await App.StartAsync(_place, settings);
        await using var two = await App.StartAsync(_place, settings);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => one.PublishAsync(Ended($"evt-{i % 6}"))));
        await App.UntilAsync(async () => await one.CountAsync("dapr_events where published_at is not null") == 6);
        await App.UntilAsync(async () =>
            (await rabbit.ControlAsync("list_queues", "--quiet", "--no-table-headers", "name", "messages")).Split('\n').Any(line => line == "dapr-job-events\t0"));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"evt-{i}"), sidecar.State.Published.Select(e => e.Id).Order());
        Assert.DoesNotContain("dapr-job-events_error", await rabbit.ControlAsync("list_queues", "name"), StringComparison.Ordinal);
    }

    private static JobEnded Ended(string id = "evt-1") => new()
    {
        EventId = id,
        Tenant = App.Tenant,
        JobId = "job_1",
        State = "completed",
        OccurredAt = new DateTimeOffset(2026, 1, 31, 11, 59, 0, TimeSpan.Zero),
        Frames = 48,
        Revision = 1,
        Labels = new Dictionary<string, string> { ["truckId"] = "7" },
        HasGroundTruth = true,
    };
}
