using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Data;

/// <summary>One PostgreSQL for the tests of a class, where it is installed.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private int _databases;

    public PostgresServer? Server { get; private set; }

    /// <summary>Connection string of a new, empty database; skips the test where there is no server.</summary>
    public Task<string> NewDatabaseAsync()
    {
        if (Server is null) Assert.Skip(ServerTools.MissingPostgres!);
        return Server!.CreateDatabaseAsync($"test{Interlocked.Increment(ref _databases)}");
    }

    public async ValueTask InitializeAsync()
    {
        if (ServerTools.MissingPostgres is null) Server = await PostgresServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
