using System.ComponentModel.DataAnnotations;

namespace Rvos.Gateway;

/// <summary>Settings of the proxy; configuration section <c>Rvos:Gateway</c>, shared with <see cref="Access.ApiKeyOptions"/>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Gateway";

    /// <summary>Address of the ingestion service, such as <c>http://ingestion:8080</c>. Needed.</summary>
    [Required]
    public string Ingestion { get; set; } = "";

    /// <summary>Address of the notifications service. Needed.</summary>
    [Required]
    public string Notifications { get; set; } = "";

    /// <summary>Address of the metrics service. Needed.</summary>
    [Required]
    public string Metrics { get; set; } = "";

    /// <summary>
    /// The largest body of a request to <c>/v1/uploads</c> and <c>/v1/videos</c>, in bytes: one PATCH of a resumable upload, or one
    /// upload as a whole. 1 MiB to 1 TiB; default 16 GiB. The ingestion service has a limit of its own.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MaximumUploadBytes { get; set; } = 16L << 30;

    /// <summary>The largest body of any other request, in bytes, 1 KiB to 1 GiB. Default 64 MiB: jobs carry masks.</summary>
    [Range(1L << 10, 1L << 30)]
    public long MaximumBodyBytes { get; set; } = 64L << 20;

    /// <summary>
    /// For how long nothing at all may pass between a client and the ingestion service before the request is given up: uploads from
    /// slow places, event streams, results that are still made. Default 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan StreamTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The same for the other services. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection to a service may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Path of the services' readiness, asked every <see cref="HealthInterval"/>; null (the default): they are not asked.</summary>
    public string? HealthPath { get; set; }

    /// <summary>How often services are asked whether they are ready. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Networks of proxies in front of this one, such as <c>10.0.0.0/8</c>, whose X-Forwarded-For, -Proto and -Host are believed. Default
    /// none: these headers are dropped and set anew.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];
}
