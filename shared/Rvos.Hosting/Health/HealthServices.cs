using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Health;

/// <summary>Registers the checks behind the probes, and draining.</summary>
public static class HealthServices
{
    /// <summary>Tag of this suite's own checks, whose descriptions may be shown.</summary>
    internal const string Own = "rvos";

    private const string ProbeFolder = "health/";

    /// <summary>
    /// Adds the checks (of the database and the blob store where the host has them), <see cref="Drain"/>,
    /// <see cref="StartupState"/> and <see cref="Heartbeats"/>. Calls after the first add nothing.
    /// </summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddRvosHealth(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(Drain))) return builder;
        services.AddOptions<HealthOptions>()
            .Bind(builder.Configuration.GetSection(HealthOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Drain>().AddSingleton<StartupState>().AddSingleton<Heartbeats>();
        services.AddHostedService<DrainStop>().AddHostedService<StartupRunner>();
        services.AddOptions<HostOptions>().Configure<IOptions<HealthOptions>>((host, health) => host.ShutdownTimeout =
            TimeSpan.FromSeconds(health.Value.GraceSeconds + health.Value.DrainSeconds + health.Value.StopSeconds));
        services.AddHealthChecks()
            .AddCheck<Heartbeats>("heartbeats", tags: [HealthTags.Live, Own])
            .AddCheck<Drain>("drain", tags: [HealthTags.Ready, Own])
            .AddCheck<StartupState>("startup", tags: [HealthTags.Ready, HealthTags.Startup, Own]);
        // Only now, with all services known, can be told what the host has.
        services.AddOptions<HealthCheckServiceOptions>().Configure<IServiceProvider>(AddOutside);
        return builder;
    }

    private static void AddOutside(HealthCheckServiceOptions checks, IServiceProvider services)
    {
        var known = services.GetRequiredService<IServiceProviderIsService>();
        if (known.IsService(typeof(Database))) Add("database", services.GetRequiredService<Database>().PingAsync);
        if (known.IsService(typeof(IBlobStore)))
        {
            var store = services.GetRequiredService<IBlobStore>();
            Add("blobs", cancellation => ListAsync(store, cancellation));
        }

        void Add(string name, Func<CancellationToken, Task> probe)
        {
            var options = services.GetRequiredService<IOptions<HealthOptions>>().Value;
            var check = new CachedCheck(
                probe, TimeSpan.FromSeconds(options.TimeoutSeconds), TimeSpan.FromSeconds(options.CacheSeconds), services.GetRequiredService<TimeProvider>());
            checks.Registrations.Add(new HealthCheckRegistration(name, check, HealthStatus.Unhealthy, [HealthTags.Ready, Own]));
        }
    }

    // A listing, since the search for one blob cannot tell an absent container from an absent blob.
    private static async Task ListAsync(IBlobStore store, CancellationToken cancellation)
    {
        await using var blobs = store.ListAsync(ProbeFolder, cancellation).GetAsyncEnumerator(cancellation);
        await blobs.MoveNextAsync().ConfigureAwait(false);
    }
}
