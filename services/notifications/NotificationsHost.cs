using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;
using Rvos.Hosting.Defaults;
using Rvos.Hosting.Http;
using Rvos.Hosting.Outbound;
using Rvos.Notifications.Api;
using Rvos.Notifications.Delivery;
using Rvos.Notifications.Intake;
using Rvos.Notifications.Store;

namespace Rvos.Notifications;

/// <summary>The notifications service: signed webhooks after Standard Webhooks 1.0, retries, replay.</summary>
public static class NotificationsHost
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddNotifications(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-notifications");
        var services = builder.Services;
        var settings = builder.Configuration.GetSection(NotificationsOptions.Section);
        var timeout = settings.GetValue(nameof(NotificationsOptions.Timeout), new NotificationsOptions().Timeout);
        services.AddOptions<NotificationsOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddOutboundHttp(DeliverySender.Client, client => (client.Timeout, client.UserAgent) = (timeout, "RVOS.Cloud-Webhooks/1.0"));
        builder.AddRvosDatabase().AddMigrations(typeof(NotificationsHost).Assembly, "notifications");
        AddKeys(services, settings[nameof(NotificationsOptions.KeyFolder)]);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EndpointStore>().AddSingleton<SecretStore>().AddSingleton<DeliveryStore>().AddSingleton<DeliveryLog>().AddSingleton<SecretProtector>();
        services.AddSingleton<DispatchSignal>().AddSingleton<DeliverySender>().AddSingleton<DeliveryJudge>().AddSingleton<DeliveryPump>().AddSingleton<WebhookServices>();
        services.AddSingleton(provider => new RetrySchedule(Jitter(provider.GetRequiredService<IOptions<NotificationsOptions>>().Value.Seed)));
        services.AddSingleton(provider => new NotificationIntake(
            provider.GetRequiredService<EndpointStore>(), provider.GetRequiredService<DeliveryStore>(), provider.GetRequiredService<SecretProtector>(),
            provider.GetRequiredService<DispatchSignal>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<NotificationIntake>>()));
        services.AddHostedService<DeliveryDispatcher>();
        services.AddOptions<PublicUrlOptions>().Bind(builder.Configuration.GetSection(PublicUrlOptions.Section)).Validate(o => o.IsValid, PublicUrlOptions.Rule).ValidateOnStart();
        services.TryAddSingleton<JobEvents>();
        return builder.AddBusConsumer<JobEndedConsumer>("notifications", concurrency: 8);
    }

    /// <summary>Maps the routes of <c>/v1/webhooks</c>.</summary>
    public static WebApplication MapNotifications(this WebApplication app)
    {
        WebhookApi.Map(app);
        return app;
    }

    private static void AddKeys(IServiceCollection services, string? folder)
    {
        var protection = services.AddDataProtection().SetApplicationName("rvos");
        if (folder is not null) protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        else services.AddOptions<KeyManagementOptions>().Configure<Database>((options, database) => options.XmlRepository = new KeyRing(database));
    }

    private static Random Jitter(int? seed) => new(seed ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));
}
