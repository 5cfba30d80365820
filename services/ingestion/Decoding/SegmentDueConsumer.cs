using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Telemetry;

namespace Rvos.Ingestion.Decoding;

/// <summary>Takes due segments from the queue that all processes share: this one decodes the job's video if nobody does.</summary>
internal sealed class SegmentDueConsumer(SegmentSource source, RvosMetrics metrics) : IConsumer<SegmentDue>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<SegmentDue> context)
    {
        metrics.RecordQueueWait(PipelineStage.Decode, context);
        return source.RunAsync(context.Message, mayTakeOver: true, context, context.CancellationToken);
    }
}
