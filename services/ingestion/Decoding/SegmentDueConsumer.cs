using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Ingestion.Decoding;

/// <summary>Takes due segments from the queue that all processes share: this one decodes the job's video if nobody does.</summary>
internal sealed class SegmentDueConsumer(SegmentSource source) : IConsumer<SegmentDue>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<SegmentDue> context) => source.RunAsync(context.Message, mayTakeOver: true, context, context.CancellationToken);
}
