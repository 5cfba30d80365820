using Rvos.Testing.Servers;
using Xunit;

namespace Rvos.Testing.Fixtures;

/// <summary>One PostgreSQL for the tests of a class, where it is installed.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private int _databases;

    /// <summary>The server; null where none is installed.</summary>
    public PostgresServer? Server { get; private set; }

    /// <summary>Connection string of a new, empty database; skips the test where there is no server.</summary>
    public Task<string> NewDatabaseAsync()
    {
        if (Server is null) Assert.Skip(ServerTools.MissingPostgres!);
        return Server.CreateDatabaseAsync($"test{Interlocked.Increment(ref _databases)}");
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (ServerTools.MissingPostgres is null) Server = await PostgresServer.StartNewAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
