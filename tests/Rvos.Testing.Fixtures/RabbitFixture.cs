using Rvos.Testing.Servers;
using Xunit;

namespace Rvos.Testing.Fixtures;

/// <summary>One RabbitMQ for the tests of a class, where it is installed.</summary>
public sealed class RabbitFixture : IAsyncLifetime
{
    /// <summary>The server; null where none is installed.</summary>
    public RabbitMqServer? Server { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (ServerTools.MissingRabbitMq is null) Server = await RabbitMqServer.StartNewAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
