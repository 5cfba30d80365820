using Rvos.Hosting.Outbound;

namespace Rvos.Ingestion.Videos;

/// <summary>Videos: kept, listed, deleted, at <c>/v1/videos</c>.</summary>
public static class VideoHost
{
    /// <summary>Registers what videos need.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddVideos(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var settings = builder.Configuration.GetSection(VideoOptions.Section);
        var limits = settings.Get<VideoOptions>() ?? new VideoOptions();
        services.AddOptions<VideoOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddOutboundHttp(
            VideoFetcher.Client, client => (client.MaximumResponseBytes, client.Timeout, client.UserAgent) = (limits.MaximumBytes, limits.DownloadTime, "RVOS.Cloud-Videos/1.0"));
        services.AddSingleton<VideoLibrary>().AddSingleton<VideoFiles>();
        services.AddSingleton<VideoInspector>().AddSingleton<VideoIntake>().AddSingleton<VideoFetcher>().AddSingleton<VideoServices>();
        services.AddSingleton<VideoSweeper>().AddHostedService(provider => provider.GetRequiredService<VideoSweeper>());
        return builder;
    }

    /// <summary>Maps the routes of <c>/v1/videos</c>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapVideos(this WebApplication app)
    {
        VideoApi.Map(app);
        return app;
    }
}
