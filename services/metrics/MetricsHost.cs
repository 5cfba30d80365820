using Microsoft.Extensions.DependencyInjection.Extensions;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Hosting.Jobs;
using Rvos.Metrics.Jobs;

namespace Rvos.Metrics;

/// <summary>The metrics service: masks of jobs that came with ground truth are evaluated against it once the job is done.</summary>
public static class MetricsHost
{
    /// <summary>Registers the service.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddMetrics(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-metrics").AddRvosBlobs();
        builder.Services.TryAddSingleton<ManifestStore>();
        builder.Services.AddSingleton<JobEvaluator>();
        return builder.AddBusConsumer<JobEndedConsumer>("metrics", concurrency: 2);
    }

    /// <summary>Maps nothing of its own: work comes over the bus, and the figures are read from the job.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapMetrics(this WebApplication app) => app;
}
