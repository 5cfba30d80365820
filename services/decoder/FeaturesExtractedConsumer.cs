using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Decoder;

/// <summary>Takes a segment from the queue that all decoders share: this process becomes the session's owner if it has none.</summary>
public sealed class FeaturesExtractedConsumer(SessionRunner runner) : IConsumer<FeaturesExtracted>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<FeaturesExtracted> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return runner.RunAsync(context.Message.JobId, context.Message.Segment, mayTakeOver: true, context, context.CancellationToken);
    }
}
