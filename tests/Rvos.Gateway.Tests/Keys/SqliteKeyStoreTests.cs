using Rvos.Gateway.Tests.Support;
using Rvos.Hosting.Data;

namespace Rvos.Gateway.Tests.Keys;

public sealed class SqliteKeyStoreTests : KeyStoreContract, IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    private protected override Task<DatabaseOptions> OptionsAsync() =>
        Task.FromResult(new DatabaseOptions { ConnectionString = _database.Settings["Rvos:Database:ConnectionString"]! });
}
