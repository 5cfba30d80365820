using Microsoft.AspNetCore.Builder;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Tests of jobs that hold wherever blobs and rows are kept.</summary>
public abstract class JobContract : IngestionContract
{
    internal async Task<JobHarness> ServeAsync(params (string Key, string Value)[] settings) => await JobHarness.StartAsync(await PlaceAsync(), null, settings);

    internal async Task<JobHarness> ServeAsync(Action<WebApplicationBuilder> more, params (string Key, string Value)[] settings) =>
        await JobHarness.StartAsync(await PlaceAsync(), more, settings);
}
