using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Telemetry;

namespace Rvos.Decoder;

/// <summary>Takes a segment from the queue that all decoders share: this process becomes the session's owner if it has none.</summary>
public sealed class FeaturesExtractedConsumer(SessionRunner runner, RvosMetrics metrics) : IConsumer<FeaturesExtracted>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<FeaturesExtracted> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        metrics.RecordQueueWait(PipelineStage.DecodeMasks, context);
        return runner.RunAsync(context.Message.JobId, context.Message.Segment, mayTakeOver: true, context, context.CancellationToken);
    }
}
