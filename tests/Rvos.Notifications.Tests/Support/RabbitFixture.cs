using Rvos.Testing.Servers;

namespace Rvos.Notifications.Tests.Support;

/// <summary>A private RabbitMQ for a class of tests; null where none is installed.</summary>
public sealed class RabbitFixture : IAsyncLifetime
{
    internal RabbitMqServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (ServerTools.MissingRabbitMq is null) Server = await RabbitMqServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
