using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Rvos.Hosting.Telemetry;

/// <summary>Registers traces, metrics and logs.</summary>
public static class TelemetryServices
{
    /// <summary>
    /// Adds <see cref="RvosMetrics"/>, the Prometheus text of all metrics, and the export over OTLP where a collector is
    /// configured (<see cref="TelemetryOptions"/>). Calls after the first add nothing: the first name stays.
    /// </summary>
    /// <param name="builder">Of the host, with its configuration complete.</param>
    /// <param name="serviceName">Such as <c>rvos-decoder</c>.</param>
    /// <exception cref="InvalidOperationException">The collector's address cannot be read.</exception>
    public static IHostApplicationBuilder AddRvosTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(serviceName);
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(RvosMetrics))) return builder;
        var identity = ServiceIdentity.Of(serviceName, builder.Configuration["OTEL_SERVICE_NAME"]);
        var target = OtlpTarget.Of(builder.Configuration);
        services.AddOptions<TelemetryOptions>()
            .Bind(builder.Configuration.GetSection(TelemetryOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(identity).AddSingleton<RvosMetrics>().AddSingleton<ProcessMetrics>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TelemetryProviders>(provider, new Lazy<OtlpTarget?>(target)));
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryProviders>());
        if (target is not null) ExportLogs(builder, target, identity);
        return builder;
    }

    /// <summary>What every signal of a process carries.</summary>
    internal static ResourceBuilder ResourceOf(ServiceIdentity identity) => ResourceBuilder.CreateDefault()
        .AddService(identity.Name, serviceVersion: identity.Version, serviceInstanceId: identity.Instance);

    private static void ExportLogs(IHostApplicationBuilder builder, OtlpTarget target, ServiceIdentity identity) => builder.Logging.AddOpenTelemetry(options =>
    {
        var delay = builder.Configuration.GetValue($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.BatchSeconds)}", new TelemetryOptions().BatchSeconds);
        options.SetResourceBuilder(ResourceOf(identity));
        options.IncludeFormattedMessage = true;
        options.IncludeScopes = true;
        options.AddOtlpExporter((exporter, processor) =>
        {
            target.Apply(exporter, "logs");
            processor.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)(delay * 1000);
        });
    });
}
