using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Rvos.Hosting.Health;
using Rvos.Hosting.Telemetry;

namespace Rvos.Hosting.Defaults;

/// <summary>What every service has: telemetry, probes, draining, errors as problem details, logs as JSON outside development.</summary>
public static class RvosDefaults
{
    private const string Added = "rvos.defaults.added", Mapped = "rvos.defaults.mapped";
    private const string FormatterKey = "Logging:Console:FormatterName";

    /// <summary>Registers the defaults. Calls after the first add nothing: a host of several services has one name.</summary>
    /// <param name="builder">Of the host, with its configuration complete.</param>
    /// <param name="serviceName">Such as <c>rvos-decoder</c>.</param>
    public static IHostApplicationBuilder AddRvosDefaults(this IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Properties.TryAdd(Added, true)) return builder;
        builder.AddRvosTelemetry(serviceName).AddRvosHealth();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier);
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        // Outside development a parameter that cannot be read would otherwise end in a bare 400.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        if (!builder.Environment.IsDevelopment() && builder.Configuration[FormatterKey] is null) LogAsJson(builder.Services);
        return builder;
    }

    /// <summary>
    /// Maps <c>/metrics</c>, <c>/health/live</c>, <c>/health/ready</c> and <c>/health/startup</c>, and turns errors into problem
    /// details. To be called before the services' own MapXxx. Calls after the first add nothing.
    /// </summary>
    /// <param name="app">With <see cref="AddRvosDefaults"/>.</param>
    public static WebApplication MapRvosDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var properties = ((IApplicationBuilder)app).Properties;
        if (!properties.TryAdd(Mapped, true)) return app;
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(HostHeader.CheckAsync);
        InternalEndpoints.Map(app);
        return app;
    }

    private static void LogAsJson(IServiceCollection services)
    {
        services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = ConsoleFormatterNames.Json);
        services.Configure<JsonConsoleFormatterOptions>(options =>
            (options.IncludeScopes, options.UseUtcTimestamp, options.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
    }
}
