using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Rvos.Gateway.Proxy;

/// <summary>Which path goes to which service. To add a route, add a line to <see cref="Routes"/>.</summary>
internal static class ProxyRoutes
{
    private const string Ingestion = "ingestion", Notifications = "notifications", Metrics = "metrics";

    internal static InMemoryConfigProvider Provider(IOptions<GatewayOptions> options) => new([.. Routes(options.Value)], [.. Clusters(options.Value)]);

    private static IEnumerable<RouteConfig> Routes(GatewayOptions options)
    {
        yield return Route("uploads", Ingestion, options.MaximumUploadBytes);
        yield return Route("videos", Ingestion, options.MaximumUploadBytes);
        yield return Route("jobs", Ingestion, options.MaximumBodyBytes);
        yield return Route("webhooks", Notifications, options.MaximumBodyBytes);
        yield return Route("metrics", Metrics, options.MaximumBodyBytes);
    }

    private static IEnumerable<ClusterConfig> Clusters(GatewayOptions options)
    {
        yield return Cluster(Ingestion, options.Ingestion, options.StreamTimeout, options);
        yield return Cluster(Notifications, options.Notifications, options.Timeout, options);
        yield return Cluster(Metrics, options.Metrics, options.Timeout, options);
    }

    // Services see the host that the client named, and build the URLs of their answers with it.
    private static RouteConfig Route(string name, string cluster, long maximumBytes) => new RouteConfig
    {
        RouteId = name,
        ClusterId = cluster,
        Match = new RouteMatch { Path = $"/v1/{name}/{{**rest}}" },
        MaxRequestBodySize = maximumBytes,
    }.WithTransformUseOriginalHostHeader().WithTransformXForwarded(xDefault: ForwardedTransformActions.Set, xPrefix: ForwardedTransformActions.Remove);

    private static ClusterConfig Cluster(string name, string address, TimeSpan timeout, GatewayOptions options) => new()
    {
        ClusterId = name,
        Destinations = new Dictionary<string, DestinationConfig> { [name] = new() { Address = address } },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = timeout, AllowResponseBuffering = false },
        HealthCheck = options.HealthPath is not { } path ? null : new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig { Enabled = true, Path = path, Interval = options.HealthInterval, Timeout = options.ConnectTimeout, Policy = "ConsecutiveFailures" },
        },
        Metadata = new Dictionary<string, string> { ["ConsecutiveFailuresHealthPolicy.Threshold"] = "2" },
    };
}
