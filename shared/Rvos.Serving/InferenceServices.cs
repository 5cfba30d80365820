using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Health;
using Rvos.Hosting.Jobs;
using Rvos.Model;
using Rvos.Weights.Models;

namespace Rvos.Serving;

/// <summary>Registers what services need that run models.</summary>
public static class InferenceServices
{
    /// <summary>Adds the pool of models, blobs and manifests. Calls after the first add nothing.</summary>
    public static IHostApplicationBuilder AddInference(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosBlobs();
        // Before anything loads the native libraries.
        var threads = builder.Configuration.GetSection(InferenceSettings.Section).GetValue(nameof(InferenceSettings.Threads), 0);
        OpenMpSettings.Apply(threads > 0 ? threads : Environment.ProcessorCount);
        builder.Services.AddOptions<InferenceSettings>().Bind(builder.Configuration.GetSection(InferenceSettings.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<ManifestStore>();
        builder.Services.TryAddSingleton<JobBuilds>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupWork, ModelStartup>());
        builder.Services.TryAddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<IOptions<InferenceSettings>>().Value;
            return new ModelPool(new ModelCatalogue(settings.Models), new InferenceOptions(settings.Device, settings.Precision), settings.OpenModels, settings.Threads);
        });
        return builder;
    }
}
