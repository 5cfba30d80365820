using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;

namespace Rvos.SystemTests.Support;

/// <summary>Puts messages on the bus that were there before, or come too early.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    private readonly IHost host;

    private TestBus(IHost host) => this.host = host;

    internal static async Task<TestBus> StartAsync(Uri address)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Rvos:Bus:Transport", "RabbitMq"), new("Rvos:Bus:Address", address.ToString())]);
        builder.AddRvosBus();
        var bus = new TestBus(builder.Build());
        await bus.host.StartAsync();
        return bus;
    }

    /// <summary>Every message that the stages exchange about a job's segments, in any order.</summary>
    internal async Task RepeatAsync(string job, int frames, int seed)
    {
        var segments = (frames + 15) / 16;
        var messages = Enumerable.Range(0, segments).SelectMany(segment => new object[]
        {
            new SegmentDue { JobId = job, Segment = segment },
            new FramesDecoded { JobId = job, Segment = segment, FramesSoFar = Math.Min((segment + 1) * 16, frames), IsLast = segment == segments - 1 },
            new FeaturesExtracted { JobId = job, Segment = segment },
        }).Append(new SegmentationRequested { JobId = job }).ToArray();
        new Random(seed).Shuffle(messages);
        var bus = host.Services.GetRequiredService<IBus>();
        foreach (var message in messages) await bus.Publish(message, message.GetType());
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
