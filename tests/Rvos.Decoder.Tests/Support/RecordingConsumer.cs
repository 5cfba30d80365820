using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Decoder.Tests.Support;

internal sealed class RecordingConsumer(BusRecorder recorder) : IConsumer<MasksDecoded>, IConsumer<Fault<FeaturesExtracted>>
{
    public Task Consume(ConsumeContext<MasksDecoded> context)
    {
        recorder.Masks.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<Fault<FeaturesExtracted>> context)
    {
        recorder.Faults.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
