using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Delivery;

public sealed class SqliteDeliveryTests : DeliveryContract, IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult(_database);
}
