using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Dapr.JobEvents;
using Rvos.Dapr.Secrets;
using Rvos.Dapr.Videos;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;

namespace Rvos.Dapr;

/// <summary>Dapr, for those who run it: secrets from a store, ends of jobs to a topic, videos from a topic. Off unless <c>Rvos:Dapr:Enabled</c>; nothing of it is made then.</summary>
public static class DaprHost
{
    private const string Queue = "dapr-job-events";

    /// <summary>As <see cref="AddRvosDapr"/>, for programs: what is wrong goes to the standard error, in one line.</summary>
    /// <param name="builder">Of the host, before anything reads its configuration.</param>
    /// <param name="use">What the host can use it for.</param>
    /// <returns>False when the program is to end, and has failed.</returns>
    public static bool TryAddRvosDapr(this WebApplicationBuilder builder, DaprUse use = DaprUse.None)
    {
        try
        {
            builder.AddRvosDapr(use);
            return true;
        }
        catch (DaprStartException e)
        {
            Console.Error.WriteLine($"{builder.Environment.ApplicationName}: {e.Message}");
            return false;
        }
    }

    /// <summary>Adds what the section <c>Rvos:Dapr</c> asks for. Secrets are in the configuration when it returns, hence it goes before all else that is added, the bus included.</summary>
    /// <param name="builder">Of the host, before anything reads its configuration.</param>
    /// <param name="use">What the host can use it for.</param>
    /// <exception cref="DaprStartException">A setting is wrong, or the secrets are not to be had.</exception>
    public static WebApplicationBuilder AddRvosDapr(this WebApplicationBuilder builder, DaprUse use = DaprUse.None)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Configuration.GetValue<bool>($"{DaprOptions.Section}:{nameof(DaprOptions.Enabled)}")) return builder;
        var settings = DaprSettings.Read(builder.Configuration);
        if (settings.Options.Secrets.Count > 0)
        {
            builder.Configuration.Sources.Add(new SecretsSource(settings, TimeProvider.System));
            // A secret may be one of these tokens.
            settings = DaprSettings.Read(builder.Configuration);
        }

        builder.Services.AddSingleton(settings);
        builder.Services.AddOptions<DaprOptions>().Bind(builder.Configuration.GetSection(DaprOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        if (use.HasFlag(DaprUse.JobEvents) && settings.Options.PublishJobs) AddJobEvents(builder, settings);
        if (use.HasFlag(DaprUse.Videos) && settings.Options.Tenant is not null) AddVideos(builder, settings);
        return builder;
    }

    /// <summary>Maps the subscription to videos, where <see cref="AddRvosDapr"/> found one in the settings. To be called before the services' own MapXxx.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapRvosDapr(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(VideoSubscription)) is false) return app;
        app.UseMiddleware<SidecarDoor>();
        VideoSubscription.Map(app, app.Services.GetRequiredService<DaprSettings>().Options);
        return app;
    }

    private static void AddJobEvents(WebApplicationBuilder builder, DaprSettings settings)
    {
        builder.AddRvosDatabase().AddMigrations(typeof(DaprHost).Assembly, "dapr");
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<PublicUrlOptions>().Bind(builder.Configuration.GetSection(PublicUrlOptions.Section)).Validate(o => o.IsValid, PublicUrlOptions.Rule).ValidateOnStart();
        services.AddDaprClient((_, client) => settings.Apply(client));
        services.AddSingleton<JobEventStore>().AddSingleton<PublishSignal>().AddHostedService<JobEventPublisher>();
        builder.AddBusConsumer<JobEndedRecorder>(Queue, concurrency: 8);
    }

    private static void AddVideos(WebApplicationBuilder builder, DaprSettings settings)
    {
        settings.CheckDoor();
        if (settings.Options.AppPort is { } port) SidecarPort.Open(builder, port);
        builder.Services.AddSingleton<VideoSubscription>();
    }
}
