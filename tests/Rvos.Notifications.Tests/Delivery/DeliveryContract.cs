using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Data;
using Rvos.Notifications.Api;
using Rvos.Notifications.Intake;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Store;
using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Delivery;

/// <summary>What a delivery goes through, from the event to the receiver; the same on each database.</summary>
public abstract class DeliveryContract
{
    private static readonly double[] Pauses = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

    [Fact]
    public async Task AcceptAsync_Event_ArrivesSignedAndOnce()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);

        Assert.Equal(1, await service.HappenAsync());
        Assert.Equal(0, await service.HappenAsync());
        Assert.Equal(1, await service.TurnAsync());
        Assert.Equal(0, await service.TurnAsync());
        Assert.Equal(0, await service.HappenAsync());
        Assert.Equal(0, await service.TurnAsync());

        var message = Assert.Single(receiver.Messages);
        Assert.Equal(WebhookVerification.Valid, message.Verify(webhook.Secret!, service.Time.GetUtcNow()));
        Assert.Equal("application/json", message.Headers["Content-Type"]);
        Assert.Equal("""{"type":"job.completed","timestamp":"2026-01-31T11:59:00+00:00","data":{"job_id":"job-1","masks":"/v1/jobs/job-1/masks.zip"}}""", System.Text.Encoding.UTF8.GetString(message.Body));
        Assert.DoesNotContain("traceparent", message.Headers.Keys);
        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal(("delivered", 1L, (long?)204, message.Id), (delivery.State, delivery.AttemptCount, delivery.LastStatus, delivery.Id));
    }

    [Fact]
    public async Task Create_ManyAtOnce_NoMoreThanAllowed()
    {
        await using var service = await StartAsync(("Rvos:Notifications:EndpointsPerTenant", "5"));
        using var client = service.Client();
        // Connections and statements are there: from now on they run at once.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.GetAsync(new Uri("/v1/webhooks", UriKind.Relative))));
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => client.PostAsJsonAsync("/v1/webhooks", new { url = $"http://127.0.0.1:1/{i}" })));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(27, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Turn_ReceiverThatAlwaysFails_IsTriedTenTimesOnScheduleWithOneId()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.AnsweringAsync(500);
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();

        Assert.Equal(1, await service.TurnAsync());
        foreach (var pause in Pauses)
        {
            service.Time.Advance(TimeSpan.FromSeconds(pause - 1));
            Assert.Equal(0, await service.TurnAsync());
            service.Time.Advance(TimeSpan.FromSeconds((pause * 0.1) + 1));
            Assert.Equal(1, await service.TurnAsync());
        }

        service.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await service.TurnAsync());
        Assert.Equal(10, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(m => m.Id).Distinct());
        Assert.Equal(10, receiver.Messages.Select(m => m.Headers[WebhookSignature.TimestampHeader]).Distinct().Count());
        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal(("failed", 10L, "the receiver answered 500"), (delivery.State, delivery.AttemptCount, delivery.LastError));
        var attempts = (await service.GetAsync<DeliveryResponse>($"/v1/webhooks/{webhook.Id}/deliveries/{delivery.Id}")).Attempts!;
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), attempts.Select(a => a.Number));
    }

    [Theory]
    [InlineData(200, "delivered")]
    [InlineData(202, "delivered")]
    [InlineData(299, "delivered")]
    [InlineData(301, "pending")]
    [InlineData(400, "pending")]
    [InlineData(404, "pending")]
    [InlineData(503, "pending")]
    public async Task Turn_Status_SucceedsOnlyWith2xx(int status, string state)
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.AnsweringAsync(status);
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();

        await service.TurnAsync();

        Assert.Equal((state, (long?)status), ((await service.DeliveryAsync(webhook.Id)) is var d ? d.State : "", d.LastStatus));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turn_RetryAfter_HoldsTheWholeEndpointThatLong(bool asDate)
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync((context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 429 : 200;
            if (number == 1) context.Response.Headers.RetryAfter = asDate ? service.Time.GetUtcNow().AddSeconds(600).ToString("R", CultureInfo.InvariantCulture) : "600";
            return Task.CompletedTask;
        });
        await service.CreateAsync(receiver.Url);
        await service.HappenAsync("evt-1");
        await service.TurnAsync();
        await service.HappenAsync("evt-2");

        service.Time.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(0, await service.TurnAsync());
        service.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await service.TurnAsync());
        Assert.Equal(3, receiver.Messages.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task Turn_AnotherAttemptEndsAfterRetryAfter_TheEndpointIsLeftAloneThatLong(int status)
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync(async (context, number) =>
        {
            context.Response.StatusCode = number switch { 1 => 429, 2 => status, _ => 200 };
            if (number == 1) context.Response.Headers.RetryAfter = "600";
            // The second answer comes once the first is recorded.
            if (number == 2) while (!await IsRecordedAsync(service)) await Task.Yield();
        });
        await service.CreateAsync(receiver.Url);
        await service.HappenAsync("evt-1");
        await service.HappenAsync("evt-2");
        Assert.Equal(2, await service.TurnAsync());
        await service.HappenAsync("evt-3");
        service.Time.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(0, await service.TurnAsync());
        service.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(0, await service.TurnAsync());

        static async Task<bool> IsRecordedAsync(WebhookHarness service)
        {
            await using var connection = await service.Services.GetRequiredService<Database>().OpenAsync();
            return await connection.ExecuteScalarAsync<long>("select count(*) from webhook_attempts") > 0;
        }
    }

    [Fact]
    public async Task AddAsync_EndpointDeletedMeanwhile_NoDeliveryIsLeft()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var (gone, stays) = (await service.CreateAsync(receiver.Url), await service.CreateAsync(receiver.Url + "2"));
        var endpoints = service.Services.GetRequiredService<EndpointStore>();
        Assert.True(await endpoints.DeleteAsync(WebhookHarness.Tenant, gone.Id, CancellationToken.None));
        // As the intake does that had listed both before.
        NewDelivery Of(string endpoint) => new()
        {
            Id = "msg_" + endpoint,
            EndpointId = endpoint,
            Tenant = WebhookHarness.Tenant,
            EventId = "evt-1",
            EventType = "job.completed",
            JobId = "job-1",
            Payload = "{}",
            State = DeliveryState.Pending,
        };
        Assert.Equal(1, await service.Services.GetRequiredService<DeliveryStore>().AddAsync(WebhookHarness.Tenant, "evt-1", [Of(gone.Id), Of(stays.Id)], CancellationToken.None));
        await using var connection = await service.Services.GetRequiredService<Database>().OpenAsync();
        Assert.Equal([stays.Id], await connection.QueryAsync<string>("select endpoint_id from webhook_deliveries"));
    }

    [Fact]
    public async Task Turn_Gone_DisablesTheEndpointAndCancelsTheRest()
    {
        await using var service = await StartAsync(("Rvos:Notifications:ParallelismPerEndpoint", "1"));
        await using var receiver = await Receiver.AnsweringAsync(410, 200);
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync("evt-1");
        await service.HappenAsync("evt-2");

        Assert.Equal(1, await service.TurnAsync());
        Assert.Equal(0, await service.TurnAsync());
        await service.HappenAsync("evt-3");
        Assert.Equal(0, await service.TurnAsync());

        var after = await service.GetAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}");
        Assert.Equal((false, "the receiver answered 410 Gone"), (after.Enabled, after.DisabledReason));
        Assert.Equal(["cancelled", "cancelled", "failed"], (await service.DeliveriesAsync(webhook.Id)).Select(d => d.State).Order());
        Assert.Single(receiver.Messages);

        await service.PostAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}/enable");
        Assert.Equal(3, (await service.PostAsync<ReplayResponse>($"/v1/webhooks/{webhook.Id}/replay", new { since = service.Time.GetUtcNow().AddHours(-1) })).Replayed);
        while (await service.TurnAsync() > 0)
        {
        }

        Assert.Equal(3, receiver.Messages.Skip(1).Select(m => m.Id).Distinct().Count());
        Assert.All(await service.DeliveriesAsync(webhook.Id), d => Assert.Equal("delivered", d.State));
    }

    [Fact]
    public async Task Rotate_WithinTheOverlap_SignsWithBothSecretsAndThenWithTheNewOne()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var old = await service.CreateAsync(receiver.Url);
        service.Time.Advance(TimeSpan.FromMilliseconds(5));
        var rotated = await service.PostAsync<WebhookResponse>($"/v1/webhooks/{old.Id}/rotate");
        await service.HappenAsync("evt-1");
        await service.TurnAsync();
        var during = receiver.Messages.Last();
        Assert.Equal(2, during.Signatures.Length);
        Assert.Equal(WebhookVerification.Valid, during.Verify(old.Secret!, service.Time.GetUtcNow()));
        Assert.Equal(WebhookVerification.Valid, during.Verify(rotated.Secret!, service.Time.GetUtcNow()));

        service.Time.Advance(TimeSpan.FromHours(24));
        await service.HappenAsync("evt-2");
        await service.TurnAsync();

        var afterwards = receiver.Messages.Last();
        Assert.Single(afterwards.Signatures);
        Assert.Equal(WebhookVerification.NoMatch, afterwards.Verify(old.Secret!, service.Time.GetUtcNow()));
        Assert.Equal(WebhookVerification.Valid, afterwards.Verify(rotated.Secret!, service.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Claim_OfAProcessThatDied_EndsAndTheMessageGoesOutWithItsId()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();
        var store = service.Services.GetRequiredService<DeliveryStore>();
        var dead = Assert.Single(await store.ClaimAsync(suspect: false, 10, 2, TimeSpan.FromSeconds(30), CancellationToken.None));

        Assert.Equal(0, await service.TurnAsync());
        service.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await service.TurnAsync());

        Assert.Equal(dead.Id, Assert.Single(receiver.Messages).Id);
        var late = new DeliveryOutcome { State = DeliveryState.Failed, StartedAt = 0, FinishedAt = 0, LatencyMs = 0 };
        Assert.False(await store.FinishAsync(dead, late, CancellationToken.None));
        Assert.Equal("delivered", (await service.DeliveryAsync(webhook.Id)).State);
    }

    [Fact]
    public async Task Claim_TwoProcessesAtOnce_EachDeliveryIsTakenOnce()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 20; i++) await service.CreateAsync($"http://127.0.0.1:1/{i}");
        Assert.Equal(20, await service.HappenAsync());
        var store = service.Services.GetRequiredService<DeliveryStore>();

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.ClaimAsync(suspect: false, 20, 2, TimeSpan.FromSeconds(30), CancellationToken.None))));

        Assert.Equal(20, claims.Sum(c => c.Count));
        Assert.Equal(20, claims.SelectMany(c => c).Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task AcceptAsync_SameEventFromManySides_GivesOneDelivery()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.StartAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => service.HappenAsync(webhook: new JobWebhook { Url = receiver.Url }))));
        await service.TurnAsync();

        Assert.Equal(1, added.Sum());
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task Turn_EndpointThatFailsOnAndOn_IsLeftAloneThenTriedWithOneMessage()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.AnsweringAsync(500, 500, 500, 500, 500, 500, 200);
        await service.CreateAsync(receiver.Url);
        for (var i = 0; i < 8; i++) await service.HappenAsync($"evt-{i}");
        while (await service.TurnAsync() > 0)
        {
        }

        var failed = receiver.Messages.Count;
        Assert.InRange(failed, 5, 6);
        service.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await service.TurnAsync());
        while (receiver.Messages.Count < 7)
        {
            service.Time.Advance(TimeSpan.FromSeconds(61));
            Assert.Equal(1, await service.TurnAsync());
        }

        Assert.Equal(2, await service.TurnAsync());
    }

    [Fact]
    public async Task Forget_OldDeliveries_AreDeletedAndPendingOnesKept()
    {
        await using var service = await StartAsync();
        await using var receiver = await Receiver.AnsweringAsync(200, 500);
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync("evt-1");
        await service.TurnAsync();
        await service.HappenAsync("evt-2");
        await service.TurnAsync();
        service.Time.Advance(TimeSpan.FromDays(40));

        Assert.Equal(1, await service.Services.GetRequiredService<DeliveryLog>().ForgetAsync(service.Time.GetUtcNow().AddDays(-30), CancellationToken.None));

        Assert.Equal("evt-2", (await service.DeliveryAsync(webhook.Id)).EventId);
        await service.PostAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}/rotate");
    }

    [Fact]
    public async Task Deliveries_ManyAtOneTime_ComeInPagesWithoutGapOrRepetition()
    {
        await using var service = await StartAsync();
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        for (var i = 0; i < 7; i++) await service.HappenAsync($"evt-{i}");
        service.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 7; i < 10; i++) await service.HappenAsync($"evt-{i}");
        var seen = new List<string>();
        for (string? cursor = null, next = ""; next is not null; cursor = next)
        {
            var page = await service.GetAsync<DeliveryListResponse>($"/v1/webhooks/{webhook.Id}/deliveries?limit=3" + (cursor is null ? "" : "&cursor=" + cursor));
            seen.AddRange(page.Items.Select(d => d.EventId));
            next = page.Next;
        }

        Assert.Equal(10, seen.Count);
        Assert.Equal(10, seen.Distinct().Count());
        Assert.Equal(["evt-7", "evt-8", "evt-9"], seen.Take(3).Order());
    }

    private protected abstract Task<TestDatabase> CreateDatabaseAsync();

    private protected async Task<WebhookHarness> StartAsync(params (string Key, string Value)[] settings) => await WebhookHarness.StartAsync(await CreateDatabaseAsync(), settings: settings);
}
