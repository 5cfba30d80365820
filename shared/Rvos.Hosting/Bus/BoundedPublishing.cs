using MassTransit;

namespace Rvos.Hosting.Bus;

/// <summary>Publishing that ends. A message that is on its way when RabbitMQ is killed may never be confirmed nor refused: whoever waited for it without a limit
/// would wait for ever, with a place of its queue, or the outbox.</summary>
public static class BoundedPublishing
{
    /// <summary>Longest wait for the bus to confirm a message.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Publishes a message and waits for the bus to confirm it.</summary>
    /// <param name="endpoint">The bus, or the context of the message being handled.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="TimeoutException">It was not confirmed within <see cref="Limit"/>; it may have been published all the same.</exception>
    public static Task PublishBoundedAsync<T>(this IPublishEndpoint endpoint, T message, CancellationToken cancellation)
        where T : class => BoundAsync(token => endpoint.Publish(message, token), cancellation);

    /// <summary>Runs a publication within the limit.</summary>
    internal static async Task BoundAsync(Func<CancellationToken, Task> publish, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Limit);
        try
        {
            // Also where what is below does not look at the token.
            await publish(late.Token).WaitAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the bus did not confirm a message within {Limit.TotalSeconds:0} s");
        }
    }
}
