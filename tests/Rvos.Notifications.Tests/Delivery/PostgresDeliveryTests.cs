using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Servers;

namespace Rvos.Notifications.Tests.Delivery;

public sealed class PostgresDeliveryTests(PostgresFixture postgres) : DeliveryContract, IClassFixture<PostgresFixture>, IDisposable
{
    private TestDatabase? _database;

    public void Dispose() => _database?.Dispose();

    private protected override async Task<TestDatabase> CreateDatabaseAsync()
    {
        Skip.If(postgres.Server is null, "PostgreSQL is not installed");
        return _database = TestDatabase.Postgres(await postgres.Server!.CreateDatabaseAsync("webhooks_" + Guid.NewGuid().ToString("n")));
    }
}
