using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Outbound;

/// <summary>HTTP clients for addresses that users name.</summary>
public static class OutboundHttp
{
    /// <summary>
    /// Registers a named client of <see cref="IHttpClientFactory"/> that goes nowhere the <see cref="OutboundGuard"/> refuses:
    /// connections to vetted addresses only, no proxy, no redirects, no cookies, no credentials, no trace headers, no
    /// decompression, bounded headers, body and time. Its requests throw <see cref="OutboundRefusedException"/>, or
    /// <see cref="HttpRequestException"/> for the network's own failures.
    /// </summary>
    public static IHttpClientBuilder AddOutboundHttp(this IServiceCollection services, string name, Action<OutboundClientOptions>? configure = null)
    {
        services.AddOutboundGuard();
        var options = services.AddOptions<OutboundClientOptions>(name);
        if (configure is not null) options.Configure(configure);
        return services.AddHttpClient(name)
            .ConfigureHttpClient((provider, client) =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(Bounds(provider, name).UserAgent);
            })
            .UseSocketsHttpHandler((handler, provider) => Confine(handler, new OutboundConnector(provider.GetRequiredService<OutboundGuard>()), Bounds(provider, name)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .AddHttpMessageHandler(provider => new OutboundHandler(provider.GetRequiredService<OutboundGuard>(), Bounds(provider, name), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Registers the guard alone, for a service that only checks URLs.</summary>
    public static IServiceCollection AddOutboundGuard(this IServiceCollection services)
    {
        services.AddOptions<OutboundOptions>().BindConfiguration(OutboundOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<OutboundGuard>();
        return services;
    }

    private static OutboundClientOptions Bounds(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<OutboundClientOptions>>().Get(name);

    private static void Confine(SocketsHttpHandler handler, OutboundConnector connector, OutboundClientOptions bounds)
    {
        handler.ConnectCallback = connector.ConnectAsync;
        handler.ConnectTimeout = bounds.ConnectTimeout;
        handler.AllowAutoRedirect = false;
        handler.UseProxy = false;
        handler.UseCookies = false;
        handler.Credentials = null;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ActivityHeadersPropagator = null;
        handler.MaxResponseHeadersLength = 16;
        handler.MaxResponseDrainSize = 0;
        // A receiver that moves to another address is followed, and its new address vetted, within a minute.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15);
    }
}
