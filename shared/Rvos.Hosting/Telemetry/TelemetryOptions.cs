using System.ComponentModel.DataAnnotations;
using OpenTelemetry.Exporter;

namespace Rvos.Hosting.Telemetry;

/// <summary>Settings of traces, metrics and logs, section <c>Rvos:Telemetry</c>; checked when the host starts.</summary>
/// <remarks>
/// The headers, time-outs and limits of OpenTelemetry's own environment variables (<c>OTEL_EXPORTER_OTLP_HEADERS</c> and the
/// like) hold besides.
/// </remarks>
public sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Telemetry";

    /// <summary>
    /// Base address of a collector, such as <c>http://collector:4318</c>; <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> when null. Nothing
    /// is exported when neither is set (the default).
    /// </summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>
    /// How the collector is spoken to: <c>HttpProtobuf</c> (the default, port 4318 by custom) or <c>Grpc</c> (4317).
    /// <c>OTEL_EXPORTER_OTLP_PROTOCOL=grpc</c> is heeded when this is absent.
    /// </summary>
    [EnumDataType(typeof(OtlpExportProtocol))]
    public OtlpExportProtocol OtlpProtocol { get; set; } = OtlpExportProtocol.HttpProtobuf;

    /// <summary>Share of the traces begun here that are kept, 0 to 1; 1 by default. A trace begun elsewhere keeps its own verdict.</summary>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 1;

    /// <summary>Seconds between two exports of metrics, 1 to 3,600; 15 by default.</summary>
    [Range(1, 3600)]
    public int MetricSeconds { get; set; } = 15;

    /// <summary>Longest delay of spans and logs in this process, in seconds, 0.1 to 60; 2 by default.</summary>
    [Range(0.1, 60)]
    public double BatchSeconds { get; set; } = 2;

    /// <summary>
    /// Series of one metric, 10 to 100,000; 1,000 by default. Further combinations of labels are counted together in a series
    /// with <c>otel_metric_overflow="true"</c>.
    /// </summary>
    [Range(10, 100_000)]
    public int SeriesPerMetric { get; set; } = 1000;

    /// <summary>
    /// Port on which alone <c>/metrics</c> and <c>/health</c> answer, for a service whose other ports face outside; null (the
    /// default) for every port. The server must listen on it.
    /// </summary>
    [Range(1, 65535)]
    public int? InternalPort { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is not null && !(OtlpEndpoint.IsAbsoluteUri && OtlpEndpoint.Scheme is "http" or "https"))
            yield return new ValidationResult($"{Section}:OtlpEndpoint is no http or https address.", [nameof(OtlpEndpoint)]);
    }
}
