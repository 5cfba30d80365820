using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Rvos.Dapr;
using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Gateway.Access;
using Rvos.Gateway.Client;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Ingestion;
using Rvos.Metrics;
using Rvos.Notifications;

namespace Rvos.Cli.Serving;

/// <summary>Every service in one process: the same code as in many, on a bus in memory, blobs in a folder and a database in a file.</summary>
internal static class AllInOneHost
{
    internal static WebApplication Create(ServeSettings settings)
    {
        var builder = ServiceBuilder.Create();
        // Behind all other sources, so that whatever the environment says goes before.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings.AsConfiguration() });
        builder.WebHost.UseUrls(settings.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddRvosDapr(DaprUse.JobEvents | DaprUse.Videos);
        builder.AddRvosDefaults("rvos").AddApiKeys();
        builder.AddIngestion().AddEncoder().AddDecoder().AddMetrics().AddNotifications().AddRvosBus();
        var app = builder.Build();
        app.MapRvosDefaults();
        app.MapRvosDapr().UseApiKeys();
        app.MapIngestion().MapEncoder().MapDecoder().MapMetrics().MapNotifications().MapOpenApiDocument().MapWebClient();
        return app;
    }
}
