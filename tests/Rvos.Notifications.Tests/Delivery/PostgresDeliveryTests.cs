using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;
using Rvos.Testing.Servers;

namespace Rvos.Notifications.Tests.Delivery;

public sealed class PostgresDeliveryTests(PostgresFixture postgres) : DeliveryContract, IClassFixture<PostgresFixture>, IDisposable
{
    private TestDatabase? _database;

    public void Dispose() => _database?.Dispose();

    [Fact]
    public async Task Dispatcher_ServerKilledAndStartedAgain_DeliversEverything()
    {
        if (ServerTools.MissingPostgres is { } missing) Assert.Skip(missing);
        // A server of its own: the other tests' stays up.
        await using var server = await PostgresServer.StartNewAsync();
        await using var receiver = await Receiver.StartAsync();
        _database = TestDatabase.Postgres(await server.CreateDatabaseAsync("webhooks"));
        await using var service = await WebhookHarness.StartAsync(_database, dispatch: true);
        await service.CreateAsync(receiver.Url);
        for (var i = 0; i < 20; i++) await service.HappenAsync($"before-{i}");
        await server.KillAsync();
        await server.StartAsync();
        for (var i = 0; i < 5; i++) await service.HappenAsync($"after-{i}");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (receiver.Messages.Select(m => m.Id).Distinct().Count() < 25) await Task.Delay(50, patience.Token);
        Assert.Equal(25, receiver.Messages.Select(m => m.Id).Distinct().Count());
    }

    private protected override async Task<TestDatabase> CreateDatabaseAsync() => _database = TestDatabase.Postgres(await postgres.NewDatabaseAsync());
}
