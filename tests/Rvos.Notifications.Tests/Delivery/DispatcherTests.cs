using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Notifications.Api;
using Rvos.Notifications.Intake;
using Rvos.Notifications.Store;
using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Delivery;

/// <summary>The dispatcher on the system's clock, against receivers that hang, die and come back.</summary>
public sealed class DispatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Dispatcher_ReceiverThatHangs_DelaysNobodyElse()
    {
        var release = new TaskCompletionSource();
        await using var dead = await Receiver.StartAsync((_, _) => release.Task);
        await using var live = await Receiver.StartAsync();
        await using var service = await WebhookHarness.StartAsync(_database, dispatch: true, settings: ("Rvos:Notifications:Parallelism", "4"));
        var webhook = await service.CreateAsync(dead.Url, events: "job.failed");
        await service.CreateAsync(live.Url, events: "job.completed");
        for (var i = 0; i < 20; i++) await service.HappenAsync($"dead-{i}", "job.failed");
        await UntilAsync(() => dead.Messages.Count >= 2);
        for (var i = 0; i < 10; i++) await service.HappenAsync($"live-{i}");

        await UntilAsync(() => live.Messages.Count == 10);

        Assert.Equal(2, dead.Messages.Count);
        Assert.All(await service.DeliveriesAsync(webhook.Id), d => Assert.Equal(0, d.AttemptCount));
        release.SetResult();
    }

    [Fact]
    public async Task Dispatcher_ManyReceiversThatFailedBefore_TakeHalfThePlacesAtMost()
    {
        var release = new TaskCompletionSource();
        var hanging = 0;
        await using var dead = await Receiver.StartAsync(async (context, _) =>
        {
            if (context.Request.Headers.UserAgent.Count == 0) throw new InvalidOperationException("no user agent");
            if (Interlocked.Increment(ref hanging) <= 6) context.Response.StatusCode = 500;
            else await release.Task;
        });
        await using var live = await Receiver.StartAsync();
        await using var service = await WebhookHarness.StartAsync(_database, dispatch: true, settings: [("Rvos:Notifications:Parallelism", "4"), ("Rvos:Notifications:Timeout", "00:00:20")]);
        var failing = new List<WebhookResponse>();
        for (var i = 0; i < 6; i++) failing.Add(await service.CreateAsync($"{dead.Url}/{i}", events: "job.failed"));
        await service.CreateAsync(live.Url, events: "job.completed");
        await service.HappenAsync("first", "job.failed");
        // Recorded, not only sent: until then a receiver counts as one that answers.
        foreach (var webhook in failing) await UntilAsync(async () => (await service.DeliveryAsync(webhook.Id)).AttemptCount == 1);
        await service.HappenAsync("second", "job.failed");
        await UntilAsync(() => dead.Messages.Count == 8);
        await service.HappenAsync();

        await UntilAsync(() => live.Messages.Count == 1);

        Assert.Equal(8, dead.Messages.Count);
        release.SetResult();
    }

    [Fact]
    public async Task Stop_DeliveryInFlight_IsFinishedAndRecordedAndNoOtherBegun()
    {
        var release = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((_, _) => release.Task);
        string id;
        await using (var service = await WebhookHarness.StartAsync(_database, dispatch: true, settings: ("Rvos:Notifications:ParallelismPerEndpoint", "1")))
        {
            id = (await service.CreateAsync(receiver.Url)).Id;
            await service.HappenAsync("evt-1");
            await service.HappenAsync("evt-2");
            await UntilAsync(() => receiver.Messages.Count == 1);
            var stop = service.StopAsync();
            await Task.Delay(200);
            Assert.False(stop.IsCompleted);
            release.SetResult();
            await stop.WaitAsync(Patience);
        }

        Assert.Single(receiver.Messages);
        await using var next = await WebhookHarness.StartAsync(_database);
        Assert.Equal(["delivered", "pending"], (await next.DeliveriesAsync(id)).Select(d => d.State).Order());
    }

    [Fact]
    public async Task Dispatcher_ProcessKilledWhileSending_AnotherSendsAgainWithTheSameId()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var first = await WebhookHarness.StartAsync(_database);
        var webhook = await first.CreateAsync(receiver.Url);
        await first.HappenAsync();
        // Sent, but the process ends before it is recorded.
        var claim = Assert.Single(await first.Services.GetRequiredService<DeliveryStore>().ClaimAsync(suspect: false, 1, 1, TimeSpan.FromSeconds(30), CancellationToken.None));
        Assert.True((await first.Services.GetRequiredService<Notifications.Delivery.DeliverySender>().SendAsync(claim, CancellationToken.None)).Delivered);

        await using var second = await WebhookHarness.StartAsync(_database, time: first.Time);
        Assert.Equal(0, await second.TurnAsync());
        first.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await second.TurnAsync());

        Assert.Equal(2, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(m => m.Id).Distinct());
        Assert.All(receiver.Messages, m => Assert.Equal(Notifications.Signing.WebhookVerification.Valid, m.Verify(webhook.Secret!, first.Time.GetUtcNow())));
    }

    [Fact]
    public async Task Turn_RedirectToMetadata_FailsAndIsNotFollowed()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = "http://169.254.169.254/latest/meta-data/";
            return Task.CompletedTask;
        });
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();

        await service.TurnAsync();

        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal(("pending", (long?)307), (delivery.State, delivery.LastStatus));
        Assert.Contains("redirects are not followed", delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turn_NameThatTurnsPrivateAfterCreation_IsRefusedAtDelivery()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var service = await WebhookHarness.StartAsync(_database, settings: [("Rvos:Outbound:AllowedNetworks:0", "10.99.0.0/16"), ("Rvos:Outbound:AllowedPorts:0", $"{receiver.Port}")]);
        service.Names.Map("rebind.example", "93.184.215.14").Map("rebind.example", "127.0.0.1");
        var webhook = await service.CreateAsync($"https://rebind.example:{receiver.Port}/hook");
        await service.HappenAsync();

        await service.TurnAsync();

        Assert.Empty(receiver.Messages);
        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal("pending", delivery.State);
        Assert.Contains("a loopback address, not a public one", delivery.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turn_ReceiverThatIsDown_IsTriedAgainAndServesWhenItIsBack()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/hook");
        await service.HappenAsync();

        await service.TurnAsync();

        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal(("pending", 1L, null), (delivery.State, delivery.AttemptCount, delivery.LastStatus));
        Assert.StartsWith("no answer (ConnectionError)", delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turn_NameServerThatNeverAnswers_IsAFailedAttempt()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        service.Names.Map("slow.example", "93.184.215.14");
        var webhook = await service.CreateAsync("https://slow.example/");
        service.Names.Hang("slow.example");
        await service.HappenAsync();

        await service.TurnAsync();

        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal(("pending", 1L, "no connection within 5 s"), (delivery.State, delivery.AttemptCount, delivery.LastError));
    }

    [Fact]
    public async Task Turn_JobUrlThatCanNeverBeRequested_FailsAtOnce()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await service.HappenAsync(webhook: new JobWebhook { Url = "ftp://example.com/" });

        Assert.Equal(1, await service.TurnAsync());
        service.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await service.TurnAsync());
    }

    [Fact]
    public async Task Turn_SecretWhoseKeyIsGone_SaysSoInsteadOfSendingUnsigned()
    {
        await using var receiver = await Receiver.StartAsync();
        string id;
        await using (var first = await WebhookHarness.StartAsync(_database, settings: ("Rvos:Notifications:KeyFolder", Path.Combine(_database.Folder, "one")))) id = (await first.CreateAsync(receiver.Url)).Id;
        await using var second = await WebhookHarness.StartAsync(_database, settings: ("Rvos:Notifications:KeyFolder", Path.Combine(_database.Folder, "two")));
        await second.HappenAsync();

        await second.TurnAsync();

        Assert.Empty(receiver.Messages);
        Assert.Contains("rotate", (await second.DeliveryAsync(id)).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcceptAsync_JobUrl_ReachesItBesideTheTenantsEndpointsAndTwiceNowhere()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var own = await Receiver.StartAsync();
        await using var other = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(own.Url);

        Assert.Equal(1, await service.HappenAsync("evt-1", webhook: new JobWebhook { Url = own.Url }));
        Assert.Equal(2, await service.HappenAsync("evt-2", webhook: new JobWebhook { Url = other.Url }));
        Assert.Equal(1, await service.HappenAsync("evt-3", webhook: new JobWebhook { EndpointId = webhook.Id }));
        Assert.Equal(1, await service.HappenAsync("evt-4", webhook: new JobWebhook { EndpointId = "wh_none" }));
        Assert.Equal(0, await service.HappenAsync("evt-5", tenant: "globex", webhook: new JobWebhook { EndpointId = webhook.Id }));
        while (await service.TurnAsync() > 0)
        {
        }

        Assert.Equal(4, own.Messages.Count);
        Assert.Single(other.Messages);
        Assert.Equal("tenant", Assert.Single((await service.GetAsync<WebhookListResponse>("/v1/webhooks")).Items).Source);
        var made = Assert.Single((await service.GetAsync<WebhookListResponse>("/v1/webhooks?source=job")).Items);
        Assert.Equal((other.Url, "job"), (made.Url, made.Source));
        var secret = (await service.PostAsync<WebhookResponse>($"/v1/webhooks/{made.Id}/rotate")).Secret!;
        await service.HappenAsync("evt-6", webhook: new JobWebhook { Url = other.Url });
        await service.TurnAsync();
        Assert.Equal(Notifications.Signing.WebhookVerification.Valid, other.Messages.Last().Verify(secret, service.Time.GetUtcNow()));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("job.completed", 1)]
    [InlineData("job.*", 2)]
    [InlineData("video.*", 1)]
    [InlineData("jo.*", 0)]
    public async Task AcceptAsync_Filter_LetsThroughWhatItNames(string filter, int expected)
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await service.CreateAsync("http://127.0.0.1:1/", events: filter.Length == 0 ? [] : [filter]);

        var added = await service.HappenAsync("1", "job.completed") + await service.HappenAsync("2", "job.failed") + await service.HappenAsync("3", "video.uploaded");

        Assert.Equal(expected, added);
    }

    [Theory]
    [InlineData("job.completed", "{")]
    [InlineData("job.completed", "")]
    [InlineData("Job Completed", "{}")]
    [InlineData("", "{}")]
    public async Task AcceptAsync_BadEvent_ThrowsAndStoresNothing(string type, string data)
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        var happened = new NotificationEvent { Tenant = WebhookHarness.Tenant, EventId = "1", EventType = type, OccurredAt = service.Time.GetUtcNow(), Data = data };

        await Assert.ThrowsAsync<ArgumentException>(() => service.Intake.AcceptAsync(happened));
        await Assert.ThrowsAsync<ArgumentException>(() => service.Intake.AcceptAsync(happened with { EventType = "job.completed", Data = '"' + new string('x', NotificationIntake.MaximumDataLength) + '"' }));

        Assert.Empty(await service.DeliveriesAsync(webhook.Id));
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(20, patience.Token);
    }
}
