using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Health;
using Rvos.Hosting.Telemetry;
using Rvos.Hosting.Telemetry.Prometheus;

namespace Rvos.Hosting.Defaults;

/// <summary><c>/metrics</c> and the probes: for the operator's side, not for the API's clients.</summary>
internal static class InternalEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        MapProbe(app, HealthTags.Live);
        MapProbe(app, HealthTags.Ready);
        MapProbe(app, HealthTags.Startup);
        Hide(app, app.MapGet("/metrics", ScrapeAsync));
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

    private static async Task ScrapeAsync(HttpContext context, PrometheusScrape scrape)
    {
        if (await scrape.CollectAsync(context.RequestAborted).ConfigureAwait(false) is not { } text)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }
}
