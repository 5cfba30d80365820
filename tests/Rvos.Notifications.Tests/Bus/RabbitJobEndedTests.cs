using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;
using Rvos.Testing.Servers;

namespace Rvos.Notifications.Tests.Bus;

/// <summary>As it runs in many processes: RabbitMQ and PostgreSQL, two of this service on one queue.</summary>
public sealed class RabbitJobEndedTests(RabbitFixture rabbit) : IClassFixture<RabbitFixture>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private TestDatabase? _database;

    public void Dispose() => _database?.Dispose();

    [Fact]
    public async Task Consume_EventsThatComeManyTimes_AreStoredAndSentOnceEach()
    {
        SkipIfMissing();
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var receiver = await Receiver.StartAsync();
        _database = TestDatabase.Postgres(await postgres.CreateDatabaseAsync("webhooks"));
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        var webhook = await one.CreateAsync(receiver.Url);
        var bus = one.Services.GetRequiredService<IBus>();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => bus.Publish(Ended.Job($"evt-{i % 6}") with { WebhookUrl = receiver.Url + "/url" })));
        await UntilAsync(() => receiver.Messages.Count >= 12);
        await DrainAsync();

        Assert.Equal(12, receiver.Messages.Count);
        Assert.Equal(12, receiver.Messages.Select(m => m.Id).Distinct().Count());
        Assert.Equal(6, (await one.DeliveriesAsync(webhook.Id)).Count);
        Assert.DoesNotContain("notifications_error", await rabbit.Server!.ControlAsync("list_queues", "name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consume_DatabaseKilledMeanwhile_EveryEventIsSentOnceItIsBack()
    {
        SkipIfMissing();
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var receiver = await Receiver.StartAsync();
        _database = TestDatabase.Postgres(await postgres.CreateDatabaseAsync("webhooks"));
        await using var service = await StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        var bus = service.Services.GetRequiredService<IBus>();
        await bus.Publish(Ended.Job("before"));
        await UntilAsync(() => receiver.Messages.Count == 1);

        await postgres.KillAsync();
        for (var i = 0; i < 10; i++) await bus.Publish(Ended.Job($"evt-{i % 5}"));
        await Task.Delay(3000);
        await postgres.StartAsync();
        await UntilAsync(() => receiver.Messages.Select(m => m.Id).Distinct().Count() == 6);
        await DrainAsync();

        Assert.Equal(6, receiver.Messages.Select(m => m.Id).Distinct().Count());
        var deliveries = await service.DeliveriesAsync(webhook.Id);
        Assert.Equal(["before", "evt-0", "evt-1", "evt-2", "evt-3", "evt-4"], deliveries.Select(d => d.EventId).Order());
        Assert.All(deliveries, d => Assert.Equal("delivered", d.State));
    }

    private static void SkipIfMissing()
    {
        if ((ServerTools.MissingRabbitMq ?? ServerTools.MissingPostgres) is { } missing) Assert.Skip(missing);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(50, patience.Token);
    }

    private async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await rabbit.Server!.ControlAsync("list_queues", "--quiet", "--no-table-headers", "name", "messages")).Split('\n').Any(l => l.StartsWith("notifications\t", StringComparison.Ordinal) && !l.EndsWith("\t0", StringComparison.Ordinal)))
            await Task.Delay(200, patience.Token);
        await Task.Delay(500, patience.Token);
    }

    private Task<WebhookHarness> StartAsync() => WebhookHarness.StartAsync(
        _database!, dispatch: true, bus: true, settings: [("Rvos:Bus:Transport", "RabbitMq"), ("Rvos:Bus:Address", rabbit.Server!.Address.ToString())]);
}
