using System.Collections.Concurrent;
using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Encoder.Tests.Support;

internal sealed class RecordingConsumer(ConcurrentQueue<object> heard) : IConsumer<FeaturesExtracted>, IConsumer<Fault<FramesDecoded>>
{
    public Task Consume(ConsumeContext<FeaturesExtracted> context)
    {
        heard.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<Fault<FramesDecoded>> context)
    {
        heard.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
