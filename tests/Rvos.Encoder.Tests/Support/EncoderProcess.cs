using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Testing.Stages;

namespace Rvos.Encoder.Tests.Support;

/// <summary>The encoder service as its Program composes it, with someone who hears what it tells.</summary>
internal sealed class EncoderProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly IHost host;

    private EncoderProcess(IHost host) => this.host = host;

    internal ConcurrentQueue<object> Heard => host.Services.GetRequiredService<ConcurrentQueue<object>>();

    internal SegmentEncoder Encoder => host.Services.GetRequiredService<SegmentEncoder>();

    internal static async Task<EncoderProcess> StartAsync(IBlobStore blobs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Rvos:Inference:Models"] = StageModels.Folder;
        builder.Services.AddSingleton(blobs).AddSingleton<ConcurrentQueue<object>>();
        builder.AddEncoder().AddBusListener<RecordingConsumer>("heard").AddRvosBus();
        var app = builder.Build();
        app.MapEncoder();
        await app.StartAsync();
        return new EncoderProcess(app);
    }

    internal Task SendAsync(string job, int segment) =>
        host.Services.GetRequiredService<IBus>().Publish(new FramesDecoded { JobId = job, Segment = segment, FramesSoFar = 0 });

    internal Task<bool> EncodeAsync(string job, int segment) => Encoder.EncodeAsync(job, segment, CancellationToken.None);

    internal async Task<T> HearAsync<T>(Func<T, bool> which)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            foreach (var message in Heard.OfType<T>())
                if (which(message)) return message;
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
