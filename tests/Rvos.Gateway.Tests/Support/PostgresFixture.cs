using Rvos.Testing.Servers;

namespace Rvos.Gateway.Tests.Support;

/// <summary>A private PostgreSQL for a class of tests; null where none is installed.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal PostgresServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (ServerTools.PostgresFolder is not null) Server = await PostgresServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
