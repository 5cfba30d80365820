using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Decoding;
using Rvos.Ingestion.Jobs.Api;
using Rvos.Ingestion.Jobs.Exports;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Results;
using Rvos.Ingestion.Videos;
using Rvos.OpenCv.Boxes;
using Rvos.Video.Prompts;
using Rvos.Weights.Models;

namespace Rvos.Ingestion.Jobs;

/// <summary>Jobs, at <c>/v1/jobs</c>: accepted, followed from stage to stage, ended; and the first stage, the decoding of their frames.</summary>
public static class JobsHost
{
    private const string Models = "Rvos:Inference:Models";

    /// <summary>Registers what jobs need, beside videos and results.</summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosOutbox().AddOutboxMessages(typeof(SegmentationRequested), typeof(SegmentDue), typeof(ExportsRequested), typeof(JobEnded));
        var services = builder.Services;
        services.AddOptions<JobOptions>().Bind(builder.Configuration.GetSection(JobOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<JobOptions>, JobOptionsValidator>();
        services.AddSingleton(provider => BudgetOf(provider.GetRequiredService<IOptions<JobOptions>>().Value));
        services.TryAddSingleton<ManifestStore>();
        services.TryAddSingleton(builder.Configuration[Models] is { Length: > 0 } folder ? new ModelCatalogue(folder) : ModelCatalogue.Shipped);
        services.AddSingleton<JobSignals>().AddSingleton<JobReader>().AddSingleton<JobWriter>().AddSingleton<JobReservation>();
        services.AddSingleton<IJobLookup, JobLookup>().AddSingleton<IVideoUse, JobVideoUse>();
        services.AddSingleton<JobFlow>().AddSingleton<StageFaults>().AddSingleton<JobStarter>().AddSingleton<JobManifests>().AddSingleton<JobCleaner>().AddSingleton<JobRemoval>();
        services.AddSingleton<JobRequests>().AddSingleton<JobCreation>().AddSingleton<JobChanges>().AddSingleton<JobEventStream>().AddSingleton<JobServices>();
        services.AddSingleton<IBoxMasks, GrabCutBoxes>().AddSingleton<BoxPrompts>();
        services.AddSingleton<ExportLeases>().AddSingleton<OverlayWork>().AddSingleton<ExportRunner>();
        services.AddSingleton<CursorPool>().AddSingleton<SegmentSource>();
        services.AddHostedService<OpenCvCheck>().AddHostedService<CursorKeeper>().AddHostedService<JobSweeper>().AddHostedService(provider => provider.GetRequiredService<ExportRunner>());
        return AddConsumers(builder);
    }

    /// <summary>Maps the routes.</summary>
    /// <param name="app">Of the host.</param>
    public static WebApplication MapJobs(this WebApplication app)
    {
        JobApi.Map(app);
        return app;
    }

    private static WorkBudget BudgetOf(JobOptions options) => new(options.WorkBytes, options.WorkBytesPerTenant);

    private static IHostApplicationBuilder AddConsumers(IHostApplicationBuilder builder) => builder
        .AddBusConsumer<SegmentationRequestedConsumer>("ingestion-start", concurrency: 4)
        .AddBusConsumer<SegmentDueConsumer>("ingestion-decode", concurrency: 8).AddBusListener<SegmentDueListener>("ingestion-decode-open", concurrency: 8)
        .AddBusConsumer<FeaturesExtractedConsumer>("ingestion-encoded", concurrency: 4)
        .AddBusConsumer<MasksDecodedConsumer>("ingestion-masked", concurrency: 8)
        .AddBusConsumer<ExportsRequestedConsumer>("ingestion-exports", concurrency: 2)
        .AddBusConsumer<JobEndedConsumer>("ingestion-ended", concurrency: 2)
        .AddBusConsumer<StageFaultConsumer>("ingestion-faults", concurrency: 2);
}
