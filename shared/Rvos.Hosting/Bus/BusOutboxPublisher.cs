using MassTransit;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Bus;

/// <summary>Publishes what leaves the outbox; returns when the transport has confirmed.</summary>
internal sealed class BusOutboxPublisher(IBus bus) : IOutboxPublisher
{
    /// <inheritdoc/>
    public Task PublishAsync(OutboxMessage message, CancellationToken cancellation) =>
        BoundedPublishing.BoundAsync(token => bus.Publish(message.Message, message.Message.GetType(), context => context.MessageId = message.MessageId, token), cancellation);
}
