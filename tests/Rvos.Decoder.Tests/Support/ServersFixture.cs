using Rvos.Hosting.Blobs;
using Rvos.Testing.Servers;

namespace Rvos.Decoder.Tests.Support;

/// <summary>Azurite and RabbitMQ for the tests of a class, where they are installed.</summary>
public sealed class ServersFixture : IAsyncLifetime
{
    private AzuriteServer? azurite;
    private RabbitMqServer? rabbit;

    internal static string? Missing => ServerTools.MissingAzurite ?? ServerTools.MissingRabbitMq;

    internal (string Key, string Value)[] Bus => [("Rvos:Bus:Transport", "RabbitMq"), ("Rvos:Bus:Address", $"{rabbit!.Address}")];

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        (azurite, rabbit) = (await AzuriteServer.StartNewAsync(), await RabbitMqServer.StartNewAsync());
        await Store().InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null) await azurite.DisposeAsync();
        if (rabbit is not null) await rabbit.DisposeAsync();
    }

    /// <summary>The container, as one process sees it.</summary>
    internal IBlobStore Store(TimeProvider? clock = null) =>
        new AzureBlobStore(new BlobOptions { Provider = BlobProvider.Azure, ConnectionString = azurite!.ConnectionString }, clock ?? TimeProvider.System);
}
