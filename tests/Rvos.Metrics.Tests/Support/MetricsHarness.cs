using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Http;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Http;
using Rvos.Hosting.Telemetry;
using Rvos.Metrics.Jobs;

namespace Rvos.Metrics.Tests.Support;

/// <summary>The whole service with store and bus as a test wants them.</summary>
internal sealed class MetricsHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly WebApplication _app;

    private MetricsHarness(WebApplication app) => _app = app;

    internal IBlobStore Blobs => _app.Services.GetRequiredService<IBlobStore>();

    internal JobEvaluator Evaluator => _app.Services.GetRequiredService<JobEvaluator>();

    internal RvosMetrics Figures => _app.Services.GetRequiredService<RvosMetrics>();

    internal static async Task<MetricsHarness> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddMetrics().AddRvosBus();
        var app = builder.Build();
        app.MapMetrics();
        await app.StartAsync();
        // What is published before its queue is there reaches nobody.
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Patience);
        return new MetricsHarness(app);
    }

    internal static Task<MetricsHarness> EmbeddedAsync(string folder) => StartAsync(("Rvos:Blobs:Folder", Path.Combine(folder, "blobs")), ("Rvos:Blobs:FlushToDisk", "false"));

    internal Task PublishAsync(JobEnded ended) => _app.Services.GetRequiredService<IBus>().Publish(ended);

    /// <summary>The answer, once it is there.</summary>
    internal async Task<JobMetricsResponse> AnswerAsync(SampleJob job)
    {
        using var patience = new CancellationTokenSource(Patience);
        byte[]? json;
        while ((json = await Blobs.TryReadAsync(job.Answer, cancellation: patience.Token)) is null) await Task.Delay(20, patience.Token);
        return JsonSerializer.Deserialize<JobMetricsResponse>(json, ApiJson.Options)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
