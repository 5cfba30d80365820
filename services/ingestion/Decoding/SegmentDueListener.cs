using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Ingestion.Decoding;

/// <summary>Hears of every due segment and goes on with the videos that this process decodes.</summary>
internal sealed class SegmentDueListener(SegmentSource source) : IConsumer<SegmentDue>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<SegmentDue> context) => source.RunAsync(context.Message, mayTakeOver: false, context, context.CancellationToken);
}
