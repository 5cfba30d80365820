using Rvos.Testing.Servers;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>One Azurite for the tests of a class, where it is installed.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    public AzuriteServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (ServerTools.MissingAzurite is null) Server = await AzuriteServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
