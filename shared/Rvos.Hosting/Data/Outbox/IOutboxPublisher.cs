namespace Rvos.Hosting.Data;

/// <summary>Hands messages to the bus.</summary>
public interface IOutboxPublisher
{
    /// <summary>Returns once the bus has confirmed the message; throws when it has not.</summary>
    /// <param name="message">To publish.</param>
    /// <param name="cancellation">Ends with the host.</param>
    Task PublishAsync(OutboxMessage message, CancellationToken cancellation);
}
