using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Health;
using Rvos.Hosting.Telemetry;

namespace Rvos.Hosting.Defaults;

/// <summary><c>/metrics</c> and the probes: for the operator's side, not for the API's clients.</summary>
internal static class InternalEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        MapProbe(app, HealthTags.Live);
        MapProbe(app, HealthTags.Ready);
        MapProbe(app, HealthTags.Startup);
        Hide(app, app.MapPrometheusScrapingEndpoint("/metrics", app.ServiceProvider.GetRequiredService<TelemetryProviders>().Metrics, null, null));
    }

    private static void MapProbe(IEndpointRouteBuilder app, string tag) => Hide(app, app.MapHealthChecks($"/health/{tag}", new HealthCheckOptions
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = HealthAnswer.WriteAsync,
    }));

    // By the connection, not by the Host header, which a client writes.
    private static void Hide(IEndpointRouteBuilder app, IEndpointConventionBuilder endpoint)
    {
        var port = app.ServiceProvider.GetRequiredService<IOptions<TelemetryOptions>>().Value.InternalPort;
        endpoint.WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute()).DisableHttpMetrics();
        if (port is null) return;
        endpoint.Add(builder =>
        {
            var answer = builder.RequestDelegate!;
            builder.RequestDelegate = context =>
            {
                if (context.Connection.LocalPort == port) return answer(context);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        });
    }
}
