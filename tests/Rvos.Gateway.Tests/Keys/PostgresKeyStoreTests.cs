using Rvos.Gateway.Keys;
using Rvos.Hosting.Data;
using Rvos.Testing.Fixtures;

namespace Rvos.Gateway.Tests.Keys;

public sealed class PostgresKeyStoreTests(PostgresFixture postgres) : KeyStoreContract, IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task FindAsync_ServerRestartedInBetween_IsFound()
    {
        await using var database = new Database(await OptionsAsync(), TimeProvider.System);
        await new Migrator(database, TimeProvider.System).MigrateAsync(new MigrationSource(KeyStore.Module, typeof(KeyStore).Assembly));
        var store = new KeyStore(database, TimeProvider.System);
        var created = await store.CreateAsync(new NewKey { Tenant = "acme" });
        await postgres.Server!.KillAsync();
        await postgres.Server.StartAsync();
        Assert.Equal("acme", (await store.FindAsync(created.Key.Id, CancellationToken.None))!.Key.Tenant);
    }

    private protected override async Task<DatabaseOptions> OptionsAsync() =>
        new() { Provider = SqlDialect.PostgreSql, ConnectionString = await postgres.NewDatabaseAsync() };
}
