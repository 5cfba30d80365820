using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Telemetry;

namespace Rvos.Encoder;

/// <summary>Encodes a segment when its frames are there.</summary>
public sealed class FramesDecodedConsumer(SegmentEncoder encoder, RvosMetrics metrics) : IConsumer<FramesDecoded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<FramesDecoded> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        metrics.RecordQueueWait(PipelineStage.Encode, context);
        var (job, segment) = (context.Message.JobId, context.Message.Segment);
        if (await encoder.EncodeAsync(job, segment, context.CancellationToken))
            await context.PublishBoundedAsync(new FeaturesExtracted { JobId = job, Segment = segment }, context.CancellationToken);
    }
}
