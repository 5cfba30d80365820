using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Blobs;

/// <summary>Registers the blob store.</summary>
public static class BlobServices
{
    /// <summary>Adds <see cref="IBlobStore"/> as section <c>Rvos:Blobs</c> says. Calls after the first add nothing.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddRvosBlobs(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(IBlobStore))) return builder;
        builder.Services.AddOptions<BlobOptions>()
            .Bind(builder.Configuration.GetSection(BlobOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IBlobStore>(services => Create(
            services.GetRequiredService<IOptions<BlobOptions>>().Value, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<BlobStartup>();
        return builder;
    }

    /// <summary>The store that options describe.</summary>
    /// <param name="options">Valid.</param>
    /// <param name="clock">For renewals of leases and for ages.</param>
    public static IBlobStore Create(BlobOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Provider == BlobProvider.Azure
            ? new AzureBlobStore(options, clock)
            : new FolderBlobStore(options.Folder, options.FlushToDisk, clock);
    }
}
