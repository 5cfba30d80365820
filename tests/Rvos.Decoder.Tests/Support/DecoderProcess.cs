using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Health;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests.Support;

/// <summary>The decoder service as its Program composes it, on a given store, with someone who hears what it tells.</summary>
internal sealed class DecoderProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly IHost host;

    private DecoderProcess(IHost host) => this.host = host;

    internal BusRecorder Heard => host.Services.GetRequiredService<BusRecorder>();

    internal SessionPool Sessions => host.Services.GetRequiredService<SessionPool>();

    internal SessionRunner Runner => host.Services.GetRequiredService<SessionRunner>();

    internal SessionWatch Watch => host.Services.GetRequiredService<SessionWatch>();

    internal Drain Drain => host.Services.GetRequiredService<Drain>();

    internal IBus Bus => host.Services.GetRequiredService<IBus>();

    internal long CheckpointLoads => host.Services.GetRequiredService<SegmentDecoder>().CheckpointLoads;

    internal static async Task<DecoderProcess> StartAsync(IBlobStore blobs, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Rvos:Inference:Models"] = StageModels.Folder;
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.Services.AddSingleton(blobs).AddSingleton<BusRecorder>();
        builder.AddDecoder().AddBusListener<RecordingConsumer>("heard", concurrency: 8).AddRvosBus();
        var app = builder.Build();
        app.MapDecoder();
        await app.StartAsync();
        // What is sent before its queues are there is nobody's.
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Patience);
        return new DecoderProcess(app);
    }

    // Awaited here: what MassTransit notes for the current flow must not outlive this process in the test's.
    internal async Task SendAsync(string job, int segment) => await Bus.Publish(new FeaturesExtracted { JobId = job, Segment = segment });

    /// <summary>What a delivery does, without the bus.</summary>
    internal Task RunAsync(string job, int segment, bool mayTakeOver = true, CancellationToken cancellation = default) => Runner.RunAsync(job, segment, mayTakeOver, Bus, cancellation);

    internal Task WaitForMasksAsync(string job, int segments, int revision = 0, int from = 0) =>
        WaitAsync(() => Heard.Segments(job, revision).Distinct().Count() >= segments - from, () => $"{job}: heard of {string.Join(' ', Heard.Segments(job, revision))}; {string.Join(' ', Heard.Faults.SelectMany(f => f.Exceptions).Select(e => e.Message))}");

    internal static async Task WaitAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (limit.IsCancellationRequested) Assert.Fail($"not within {Patience.TotalSeconds} s; {otherwise()}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
