using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Decoder;

/// <summary>Hears of every segment and goes on with the sessions this process owns.</summary>
public sealed class SessionListener(SessionRunner runner) : IConsumer<FeaturesExtracted>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<FeaturesExtracted> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return runner.RunAsync(context.Message.JobId, context.Message.Segment, mayTakeOver: false, context, context.CancellationToken);
    }
}
