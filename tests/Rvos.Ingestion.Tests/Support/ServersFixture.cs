using Rvos.Testing.Servers;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A private PostgreSQL and a private Azurite for a class of tests, where they are installed.</summary>
public sealed class ServersFixture : IAsyncLifetime
{
    internal static string? Missing => ServerTools.MissingPostgres ?? ServerTools.MissingAzurite;

    internal PostgresServer? Postgres { get; private set; }

    internal AzuriteServer? Azurite { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        Postgres = await PostgresServer.StartNewAsync();
        Azurite = await AzuriteServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Postgres is not null) await Postgres.DisposeAsync();
        if (Azurite is not null) await Azurite.DisposeAsync();
    }
}
