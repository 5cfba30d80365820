using MassTransit;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Bus;

/// <summary>Publishes what leaves the outbox; returns when the transport has confirmed.</summary>
internal sealed class BusOutboxPublisher(IBusControl bus) : IOutboxPublisher
{
    // Far longer than queues take to be bound; after it, a bus that lacks one of them must not keep all messages back.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(10);

    private bool _isStarted;

    /// <inheritdoc/>
    public async Task PublishAsync(OutboxMessage message, CancellationToken cancellation)
    {
        await StartedAsync(cancellation).ConfigureAwait(false);
        await BoundedPublishing.BoundAsync(token => bus.Publish(message.Message, message.Message.GetType(), context => context.MessageId = message.MessageId, token), cancellation).ConfigureAwait(false);
    }

    // What is published before this process's queues are bound reaches none of them: in memory that is the end of it.
    private async Task StartedAsync(CancellationToken cancellation)
    {
        if (_isStarted) return;
        try
        {
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, Start).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Not whole yet: what can be published is.
        }

        _isStarted = true;
    }
}
