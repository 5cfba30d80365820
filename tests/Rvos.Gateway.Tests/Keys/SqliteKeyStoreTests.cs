using Rvos.Hosting.Data;
using Rvos.Testing.Fixtures;

namespace Rvos.Gateway.Tests.Keys;

public sealed class SqliteKeyStoreTests : KeyStoreContract, IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    private protected override Task<DatabaseOptions> OptionsAsync() => Task.FromResult(_database.Options);
}
