using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Rvos.Dapr;

/// <summary>The port that is for the sidecar alone.</summary>
internal static class SidecarPort
{
    private const string Default = "http://localhost:5000";

    /// <summary>Has the host listen there too, on loopback: a sidecar shares it.</summary>
    internal static void Open(WebApplicationBuilder builder, int port)
    {
        var settings = builder.Configuration;
        var urls = settings[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } given ? given
            : settings[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports ? string.Join(';', ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"http://*:{p}"))
            : Default;
        builder.WebHost.UseUrls($"{urls};http://127.0.0.1:{port}");
    }
}
