using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Rvos.Gateway.Keys;
using Rvos.Hosting.Data;

namespace Rvos.Gateway.Access;

/// <summary>API keys, for the gateway and for a host of all services in one process.</summary>
public static class ApiKeyHost
{
    /// <summary>Registers the keys and their settings, section <see cref="ApiKeyOptions.Section"/>.</summary>
    public static IHostApplicationBuilder AddApiKeys(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<ApiKeyOptions>().Bind(builder.Configuration.GetSection(ApiKeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiKeyOptions>, ApiKeyOptionsValidator>());
        builder.AddRvosDatabase().AddMigrations(typeof(KeyStore).Assembly, KeyStore.Module);
        CrossOrigin.Add(services);
        services.AddProblemDetails();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyStore>();
        services.TryAddSingleton<KeyCache>();
        services.TryAddSingleton<KeyCheck>();
        services.TryAddSingleton<StreamWatch>();
        services.TryAddSingleton<AnonymousRule>();
        services.TryAddSingleton<RateLimits>();
        services.AddHostedService<AnonymousGuard>();
        // These lines have the query of each request, which is where keys end up that are sent the wrong way.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    /// <summary>
    /// Checks the key of each request to <c>/v1</c>, counts it against the key's limit, and names its tenant to what comes after: goes
    /// before the routes. Requests elsewhere only lose the headers that no one outside may set.
    /// </summary>
    public static WebApplication UseApiKeys(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        CrossOrigin.Use(app);
        app.UseMiddleware<ApiKeyMiddleware>();
        return app;
    }
}
