using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Rvos.Hosting.Telemetry;

/// <summary>Collects spans and metrics from before the first hosted service starts until after the last one has stopped.</summary>
internal sealed class TelemetryProviders : IHostedLifecycleService, IDisposable
{
    private const int FlushMilliseconds = 3000;
    private static readonly string[] Sources = [RvosActivity.SourceName, "MassTransit", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Azure.*"];
    private static readonly string[] Meters =
    [
        RvosMetrics.MeterName, ProcessMetrics.MeterName, "MassTransit", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Diagnostics", "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    private readonly TracerProvider? _tracer;

    public TelemetryProviders(
        Lazy<OtlpTarget?> target, ServiceIdentity identity, IOptions<TelemetryOptions> options,
        RvosMetrics metrics, ProcessMetrics process)
    {
        // Given here so that their instruments exist, with a value of zero, from the start.
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(process);
        var settings = options.Value;
        Metrics = MeterOf(target.Value, identity, settings);
        if (target.Value is { } collector) _tracer = TracerOf(collector, identity, settings);
    }

    /// <summary>What <c>/metrics</c> reads.</summary>
    public MeterProvider Metrics { get; }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The last spans are those of the draining. A collector that is away delays the exit by the bound and no longer.
    public Task StoppedAsync(CancellationToken cancellationToken) => _tracer is null ? Task.CompletedTask : Task.Run(
        () =>
        {
            _tracer.ForceFlush(FlushMilliseconds);
            Metrics.ForceFlush(FlushMilliseconds);
        },
        CancellationToken.None);

    public void Dispose()
    {
        _tracer?.Dispose();
        Metrics.Dispose();
    }

    private static TracerProvider TracerOf(OtlpTarget target, ServiceIdentity identity, TelemetryOptions settings) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(TelemetryServices.ResourceOf(identity))
            .SetSampler(new ParentBasedSampler(new RootSampler(settings.SampleRatio)))
            .AddSource(Sources)
            .AddOtlpExporter(exporter =>
            {
                target.Apply(exporter, "traces");
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)(settings.BatchSeconds * 1000);
            })
            .Build();

    private static MeterProvider MeterOf(OtlpTarget? target, ServiceIdentity identity, TelemetryOptions settings)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(TelemetryServices.ResourceOf(identity))
            .AddMeter(Meters)
            .AddView(instrument => ViewOf(instrument.Name, settings.SeriesPerMetric))
            // Each scrape is answered with the figures of its moment; the gauge rvos.service.info says what the resource says.
            .AddPrometheusExporter(options => (options.ScrapeResponseCacheDurationMilliseconds, options.TargetInfoEnabled) = (0, false));
        if (target is not null)
        {
            builder.AddOtlpExporter((exporter, reader) =>
            {
                target.Apply(exporter, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = settings.MetricSeconds * 1000;
            });
        }
        return builder.Build();
    }

    // The addresses that webhooks go to are as many as there are customers, and theirs to keep.
    private static MetricStreamConfiguration ViewOf(string instrument, int limit) =>
        instrument.StartsWith("http.client.", StringComparison.Ordinal) || instrument.StartsWith("dns.", StringComparison.Ordinal)
            ? new() { CardinalityLimit = limit, TagKeys = ["http.request.method", "http.response.status_code", "error.type", "http.connection.state"] }
            : new() { CardinalityLimit = limit };
}
