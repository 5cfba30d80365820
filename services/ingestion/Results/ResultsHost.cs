using Microsoft.Extensions.DependencyInjection.Extensions;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Results;

/// <summary>Results of jobs, at <c>/v1/jobs/{id}/…</c>: masks while they are made, annotations, the overlay video, the evaluation.</summary>
public static class ResultsHost
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Registers what results need, beside the videos and an <see cref="IJobLookup"/>.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddResults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosBlobs();
        builder.Services.AddOptions<ResultsOptions>().Bind(builder.Configuration.GetSection(ResultsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<JobMasks>().AddSingleton<ResultServices>();
        builder.Services.TryAddSingleton<OverlayExport>();
        return builder;
    }

    /// <summary>Maps the routes.</summary>
    /// <param name="app">Of the host.</param>
    public static IEndpointRouteBuilder MapResults(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var group = app.MapGroup("/v1/jobs/{id}").WithTags("Results").AddEndpointFilter(TenantFilter.RequireAsync).AddEndpointFilter<RouteGroupBuilder, DamageFilter>();
        Map(group, "/masks/{frame}.png", MaskHandlers.GetMaskAsync, "GetMask", "image/png", "A frame's mask: an indexed PNG of the video's size, values are object ids.");
        Map(group, "/masks.zip", MaskHandlers.GetArchiveAsync, "GetMasks", "application/zip", "The masks that are there, 00000.png and so on.");
        Map(group, "/annotations.json", MaskHandlers.GetAnnotationsAsync, "GetAnnotations", "application/json", "Run lengths, boxes, confidence and timestamps of the masks that are there.");
        Map(group, "/overlay.mp4", ExportHandlers.GetOverlayAsync, "GetOverlay", "video/mp4", "The video with the masks painted over it; ranges may be asked for.");
        Map(group, "/metrics", ExportHandlers.GetMetricsAsync, "GetJobMetrics", "application/json", "The evaluation against the ground truth that came with the job.");
        return app;
    }

    private static void Map(RouteGroupBuilder group, string pattern, Delegate handler, string name, string type, string summary) =>
        group.MapMethods(pattern, Methods, handler).Produces(StatusCodes.Status200OK, contentType: type).ProducesProblem(StatusCodes.Status404NotFound).WithName(name).WithSummary(summary);
}
