namespace Rvos.Ingestion.Videos;

/// <summary>Videos: kept, listed, deleted, at <c>/v1/videos</c>.</summary>
public static class VideoHost
{
    /// <summary>Registers what videos need.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddVideos(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<VideoLibrary>();
        return builder;
    }

    /// <summary>Maps the routes of <c>/v1/videos</c>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapVideos(this WebApplication app) => app;
}
