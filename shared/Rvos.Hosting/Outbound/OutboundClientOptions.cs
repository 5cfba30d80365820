namespace Rvos.Hosting.Outbound;

/// <summary>The bounds of one named client of <see cref="OutboundHttp.AddOutboundHttp"/>.</summary>
public sealed class OutboundClientOptions
{
    /// <summary>The most bytes of an answer's body that are read; a larger one is refused. Default 64 KiB.</summary>
    public long MaximumResponseBytes { get; set; } = 64 << 10;

    /// <summary>The longest time to open a connection, TLS included. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time from the request to the last byte of the answer's body. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The user agent sent. Default <c>RVOS.Cloud</c>.</summary>
    public string UserAgent { get; set; } = "RVOS.Cloud";
}
