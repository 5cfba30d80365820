using Microsoft.Extensions.DependencyInjection.Extensions;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Defaults;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Events;
using Rvos.Ingestion.Jobs;
using Rvos.Ingestion.Results;
using Rvos.Ingestion.Uploads;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion;

/// <summary>The ingestion service: how videos come in, by resumable upload, by form or by URL; jobs, the decoding of their frames, and their results.</summary>
public static class IngestionHost
{
    /// <summary>Registers the service.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddIngestion(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-ingestion");
        builder.AddRvosBlobs();
        builder.AddRvosDatabase().AddMigrations(typeof(IngestionHost).Assembly, "ingestion");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IVideoJobs, VideoJobs>();
        return builder.AddVideos().AddUploads().AddResults().AddJobs();
    }

    /// <summary>Maps the routes of <c>/v1/uploads</c>, <c>/v1/videos</c> and <c>/v1/jobs</c>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapIngestion(this WebApplication app)
    {
        app.MapVideos().MapUploads().MapJobs().MapResults();
        return app;
    }
}
