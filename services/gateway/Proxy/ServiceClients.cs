using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Rvos.Gateway.Proxy;

/// <summary>Connections to the services.</summary>
internal sealed class ServiceClients(IOptions<GatewayOptions> options) : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = options.Value.ConnectTimeout;
        // A service that moved is found again.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
    }
}
