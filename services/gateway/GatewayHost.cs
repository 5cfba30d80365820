using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Rvos.Gateway.Access;
using Rvos.Gateway.Client;
using Rvos.Gateway.Proxy;
using Rvos.Hosting.Defaults;
using Yarp.ReverseProxy.Configuration;

namespace Rvos.Gateway;

/// <summary>The gateway: the one service that listens for outside. Checks API keys and passes requests on to the others.</summary>
public static class GatewayHost
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddGateway(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-gateway").AddApiKeys();
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().Bind(builder.Configuration.GetSection(GatewayOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.AddSingleton<IProxyConfigProvider>(provider => ProxyRoutes.Provider(provider.GetRequiredService<IOptions<GatewayOptions>>()));
        services.AddReverseProxy();
        services.AddSingleton<Yarp.ReverseProxy.Forwarder.IForwarderHttpClientFactory, ServiceClients>();
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>((forwarded, options) => Trust(forwarded, options.Value));
        return builder;
    }

    /// <summary>Maps the routes of the other services under <c>/v1</c>, behind the check of API keys, the API's description and the web client.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseForwardedHeaders();
        app.UseApiKeys();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(EventStreams.EndWithHostAsync);
            proxy.Use(ProxyFailures.AnswerAsync);
            proxy.UseLoadBalancing();
        });
        app.MapOpenApiDocument().MapWebClient();
        return app;
    }

    private static void Trust(ForwardedHeadersOptions forwarded, GatewayOptions options)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        // With no network at all the middleware would believe everyone.
        forwarded.ForwardedHeaders = options.TrustedProxies.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.ForwardLimit = null;
    }
}
