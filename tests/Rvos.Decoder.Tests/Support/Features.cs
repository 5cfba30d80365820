using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Rvos.Encoder;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Model;
using Rvos.Serving;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests.Support;

/// <summary>Makes features as the encoder service does.</summary>
internal sealed class Features : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ModelPool models = new(StageModels.Catalogue, new InferenceOptions(), 2);

    internal async Task WriteAsync(IBlobStore blobs, StageJob job, int first, int count)
    {
        var (manifests, metrics) = (new ManifestStore(blobs), new RvosMetrics(services.GetRequiredService<IMeterFactory>(), TimeProvider.System));
        var encoder = new SegmentEncoder(blobs, manifests, models, new JobBuilds(blobs, manifests, models, metrics, NullLogger<JobBuilds>.Instance), metrics);
        for (var segment = first; segment < first + count; segment++)
        {
            await job.WriteFramesAsync(segment);
            Assert.True(await encoder.EncodeAsync(job.Id, segment, CancellationToken.None));
        }
    }

    internal Task WriteAllAsync(IBlobStore blobs, StageJob job) => WriteAsync(blobs, job, 0, job.Segments);

    public void Dispose()
    {
        models.Dispose();
        services.Dispose();
    }
}
