using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Notifications.Api;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Bus;

/// <summary>From the end of a job on the bus to what receivers see; in one process.</summary>
public sealed class JobEndedTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Consume_Completed_ReachesSubscribersTheNamedEndpointAndTheNamedUrlAndNobodyElse()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await service.CreateAsync(receiver.Url + "/all");
        await service.CreateAsync(receiver.Url + "/completed", events: "job.completed");
        await service.CreateAsync(receiver.Url + "/failed", events: "job.failed");
        await service.CreateAsync(receiver.Url + "/stranger", tenant: "globex");
        var named = await service.CreateAsync(receiver.Url + "/named", events: "job.cancelled");

        await PublishAsync(service, Ended.Job() with { WebhookEndpoint = named.Id, WebhookUrl = receiver.Url + "/url" });
        await UntilAsync(() => receiver.Messages.Count == 4);
        await SettleAsync(service, receiver);

        Assert.Equal(["/hook/all", "/hook/completed", "/hook/named", "/hook/url"], receiver.Messages.Select(m => m.Path).Order());
        Assert.Equal(4, receiver.Messages.Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task Consume_Completed_SaysWhatEndedInAFewWordsWithPaths()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);

        await PublishAsync(service, Ended.Job());
        await UntilAsync(() => !receiver.Messages.IsEmpty);

        var message = receiver.Messages.Single();
        Assert.Equal(WebhookVerification.Valid, message.Verify(webhook.Secret!, TimeProvider.System.GetUtcNow()));
        Assert.Equal(
            """{"type":"job.completed","timestamp":"2026-01-31T11:59:00+00:00","data":{"job_id":"job_1","state":"completed","frames":48,"revision":1,"reason":null,"warnings":[]""" +
            ""","labels":{"truckId":"7"},"links":{"self":"/v1/jobs/job_1","masks_zip":"/v1/jobs/job_1/masks.zip","annotations":"/v1/jobs/job_1/annotations.json","metrics":"/v1/jobs/job_1/metrics"}}}""",
            Encoding.UTF8.GetString(message.Body));
    }

    [Theory]
    [InlineData("failed", "job.failed")]
    [InlineData("cancelled", "job.cancelled")]
    public async Task Consume_OtherEnds_HaveTheirOwnTypeReasonAndAbsoluteLinks(string state, string type)
    {
        await using var service = await StartAsync(("Rvos:PublicUrl", "https://rvos.example/api/"));
        await using var receiver = await Receiver.StartAsync();
        await service.CreateAsync(receiver.Url, events: type);

        await PublishAsync(service, Ended.Job(state: state) with { Frames = 0, Reason = new string('x', 5000) });
        await UntilAsync(() => !receiver.Messages.IsEmpty);

        var body = JsonDocument.Parse(receiver.Messages.Single().Body).RootElement;
        Assert.Equal(type, body.GetProperty("type").GetString());
        var data = body.GetProperty("data");
        Assert.Equal(2001, data.GetProperty("reason").GetString()!.Length);
        Assert.Equal("https://rvos.example/api/v1/jobs/job_1", data.GetProperty("links").GetProperty("self").GetString());
        foreach (var name in new[] { "masks_zip", "annotations", "metrics" }) Assert.Equal(JsonValueKind.Null, data.GetProperty("links").GetProperty(name).ValueKind);
    }

    [Fact]
    public async Task Consume_SameEventAgain_AddsNothingNotEvenForAnEndpointMadeSince()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        var ended = Ended.Job() with { WebhookUrl = receiver.Url + "/url" };
        for (var i = 0; i < 5; i++) await PublishAsync(service, ended);
        await UntilAsync(() => receiver.Messages.Count >= 2);
        await SettleAsync(service, receiver);

        var late = await service.CreateAsync(receiver.Url + "/late");
        await PublishAsync(service, ended);
        await PublishAsync(service, Ended.Job("evt-2"));
        await UntilAsync(() => receiver.Messages.Count >= 4);
        await SettleAsync(service, receiver);

        Assert.Equal(4, receiver.Messages.Count);
        Assert.Equal(["evt-1", "evt-2"], (await service.DeliveriesAsync(webhook.Id)).Select(d => d.EventId).Order());
        Assert.Equal("evt-2", (await service.DeliveryAsync(late.Id)).EventId);
    }

    [Fact]
    public async Task Consume_UrlOfTheInside_IsRecordedAndNeverRequested()
    {
        await using var service = await StartAsync(("Rvos:Outbound:AllowedNetworks:0", "10.99.0.0/16"));
        await using var receiver = await Receiver.StartAsync();

        await PublishAsync(service, Ended.Job() with { WebhookUrl = receiver.Url });
        WebhookResponse? made = null;
        await UntilAsync(async () => (made = (await service.GetAsync<WebhookListResponse>("/v1/webhooks?source=job")).Items.SingleOrDefault()) is { ConsecutiveFailures: > 0 });

        Assert.Contains("not a public one", (await service.DeliveryAsync(made!.Id)).LastError, StringComparison.Ordinal);
        Assert.Empty(receiver.Messages);
    }

    [Theory]
    [InlineData("ftp://rvos.example/")]
    [InlineData("https://rvos.example/?a=1")]
    [InlineData("/v1")]
    public async Task Start_PublicUrlThatIsNone_SaysSo(string url)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("Rvos:PublicUrl", url)));

        Assert.Contains("Rvos:PublicUrl", error.Message, StringComparison.Ordinal);
    }

    private static Task PublishAsync(WebhookHarness service, JobEnded ended) => service.Services.GetRequiredService<IBus>().Publish(ended);

    // A message behind all others: once it is through, so are they.
    private static async Task SettleAsync(WebhookHarness service, Receiver receiver)
    {
        await using var other = await Receiver.StartAsync();
        await PublishAsync(service, Ended.Job(Guid.NewGuid().ToString("n"), tenant: "settle") with { WebhookUrl = other.Url });
        await UntilAsync(() => !other.Messages.IsEmpty);
        var count = receiver.Messages.Count;
        await Task.Delay(300);
        Assert.Equal(count, receiver.Messages.Count);
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(20, patience.Token);
    }

    private Task<WebhookHarness> StartAsync(params (string Key, string Value)[] settings) => WebhookHarness.StartAsync(_database, dispatch: true, bus: true, settings: settings);
}
