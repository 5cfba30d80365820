using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Rvos.Hosting.Telemetry;

/// <summary>Where traces, metrics and logs go.</summary>
/// <param name="Endpoint">Base address.</param>
/// <param name="Protocol">How it is spoken to.</param>
internal sealed record OtlpTarget(Uri Endpoint, OtlpExportProtocol Protocol)
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", StandardProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>As the configuration says, or null when nothing is to be exported.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be read.</exception>
    public static OtlpTarget? Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(TelemetryOptions.Section);
        var key = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OtlpEndpoint)}";
        var text = section[nameof(TelemetryOptions.OtlpEndpoint)];
        if (string.IsNullOrWhiteSpace(text)) (key, text) = (StandardEndpoint, configuration[StandardEndpoint]);
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new InvalidOperationException($"{key} is no http or https address: {text}");
        var standard = configuration[StandardProtocol] == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        return new(endpoint, section.GetValue(nameof(TelemetryOptions.OtlpProtocol), standard));
    }

    /// <summary>Points an exporter here.</summary>
    /// <param name="options">Of the exporter.</param>
    /// <param name="signal"><c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
    public void Apply(OtlpExporterOptions options, string signal)
    {
        options.Protocol = Protocol;
        // Over HTTP an endpoint given in code is taken as it is: each signal's own path is ours to add.
        options.Endpoint = Protocol == OtlpExportProtocol.Grpc ? Endpoint : new Uri($"{Endpoint.ToString().TrimEnd('/')}/v1/{signal}");
    }
}
