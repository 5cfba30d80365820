using Rvos.Testing.Servers;
using Xunit;

namespace Rvos.Testing.Fixtures;

/// <summary>One Azurite for the tests of a class, where it is installed.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    /// <summary>The server; null where none is installed.</summary>
    public AzuriteServer? Server { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (ServerTools.MissingAzurite is null) Server = await AzuriteServer.StartNewAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
