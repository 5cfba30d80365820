namespace Rvos.Ingestion.Uploads;

/// <summary>Resumable uploads: tus 1.0 (https://tus.io/protocols/resumable-upload) at <c>/v1/uploads</c>.</summary>
public static class UploadHost
{
    /// <summary>Registers what uploads need.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddUploads(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<UploadOptions>().Bind(builder.Configuration.GetSection(UploadOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<UploadStore>().AddSingleton<UploadJoiner>().AddSingleton<UploadReceiver>().AddSingleton<UploadFinisher>().AddSingleton<UploadPlaces>().AddSingleton<UploadServices>();
        services.AddSingleton<UploadSweeper>().AddHostedService(provider => provider.GetRequiredService<UploadSweeper>());
        return builder;
    }

    /// <summary>Maps the routes of <c>/v1/uploads</c>.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapUploads(this WebApplication app)
    {
        UploadApi.Map(app);
        return app;
    }
}
