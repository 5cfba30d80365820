using Rvos.Testing.Servers;

namespace Rvos.Testing.Cluster;

/// <summary>Every service as a process of its own on loopback, with RabbitMQ, PostgreSQL and Azurite of its own. Everything ends, and is removed, when it is disposed.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly List<ServiceProcess> services = [];

    private LocalCluster(RabbitMqServer rabbit, PostgresServer postgres, AzuriteServer azurite) => (RabbitMq, Postgres, Azurite) = (rabbit, postgres, azurite);

    /// <summary>The bus.</summary>
    public RabbitMqServer RabbitMq { get; }

    /// <summary>The database.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The blob store.</summary>
    public AzuriteServer Azurite { get; }

    /// <summary>What clients talk to.</summary>
    public ServiceProcess Gateway => Named("gateway").Single();

    /// <summary>All services.</summary>
    public IReadOnlyList<ServiceProcess> Services => services;

    /// <summary>Processes of a service.</summary>
    public IEnumerable<ServiceProcess> Named(string service) => services.Where(s => s.Name == $"service-{service}");

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="options">How many of what.</param>
    public static async Task<LocalCluster> StartAsync(ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (rabbit, postgres, azurite) = (RabbitMqServer.StartNewAsync(), PostgresServer.StartNewAsync(), AzuriteServer.StartNewAsync());
        var cluster = new LocalCluster(await rabbit.ConfigureAwait(false), await postgres.ConfigureAwait(false), await azurite.ConfigureAwait(false));
        try
        {
            await cluster.StartServicesAsync(options).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(services.Select(s => s.DisposeAsync().AsTask())).ConfigureAwait(false);
        await RabbitMq.DisposeAsync().ConfigureAwait(false);
        await Postgres.DisposeAsync().ConfigureAwait(false);
        await Azurite.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartServicesAsync(ClusterOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["Rvos__Bus__Transport"] = "RabbitMq",
            ["Rvos__Bus__Address"] = RabbitMq.Address.ToString(),
            ["Rvos__Database__Provider"] = "PostgreSql",
            ["Rvos__Database__ConnectionString"] = await Postgres.CreateDatabaseAsync("rvos").ConfigureAwait(false),
            ["Rvos__Blobs__Provider"] = "Azure",
            ["Rvos__Blobs__ConnectionString"] = Azurite.ConnectionString,
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in options.Settings) settings[name] = value;
        var ingestion = Add("ingestion", options.Ingestions, settings);
        var notifications = Add("notifications", 1, settings);
        var metrics = Add("metrics", 1, settings);
        Add("encoder", options.Encoders, settings);
        Add("decoder", options.Decoders, settings);
        Add("gateway", 1, new Dictionary<string, string>(settings)
        {
            ["Rvos__Gateway__Ingestion"] = ingestion,
            ["Rvos__Gateway__Notifications"] = notifications,
            ["Rvos__Gateway__Metrics"] = metrics,
            ["Rvos__Gateway__Anonymous"] = options.Tenant,
        });
        await Task.WhenAll(services.Select(s => s.StartAsync())).ConfigureAwait(false);
        // RabbitMQ 3.10 on one node: what a queue's log has is safe from kill -9 only from its second start on.
        if (!options.MayBeKilled) return;
        await RabbitMq.RestartAsync().ConfigureAwait(false);
        foreach (var service in services) await service.StartAsync().ConfigureAwait(false);
    }

    private string Add(string name, int count, Dictionary<string, string> settings)
    {
        var added = Enumerable.Range(0, count).Select(_ => ServiceProcess.Service(name, settings)).ToArray();
        services.AddRange(added);
        return added[0].Url;
    }
}
