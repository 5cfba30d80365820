using Rvos.Hosting.Blobs;
using Rvos.Testing.Cluster;
using Rvos.Testing.Servers;

namespace Rvos.SystemTests.Support;

/// <summary>One distributed run: two decoders, servers that may be killed, short patience.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private LocalCluster? cluster;

    /// <summary>The services. Skips the test where the servers are not installed.</summary>
    internal LocalCluster Cluster
    {
        get
        {
            if (ServerTools.Missing is { } missing) Assert.Skip(missing);
            return cluster!;
        }
    }

    internal ApiClient Client => new(Cluster.Gateway.Url);

    /// <summary>The blobs of the cluster.</summary>
    internal IBlobStore Blobs => BlobServices.Create(new BlobOptions { Provider = BlobProvider.Azure, ConnectionString = Cluster.Azurite.ConnectionString }, TimeProvider.System);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (ServerTools.Missing is not null) return;
        cluster = await LocalCluster.StartAsync(new ClusterOptions
        {
            Decoders = 2,
            MayBeKilled = true,
            Settings = new Dictionary<string, string>
            {
                ["Rvos__Jobs__SecondCleaning"] = "00:00:03",
                ["Rvos__Jobs__StallTime"] = "00:00:05",
                ["Rvos__Jobs__SweepInterval"] = "00:00:00.5",
                ["Rvos__Outbound__AllowedNetworks__0"] = "127.0.0.0/8",
            },
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
    }
}
