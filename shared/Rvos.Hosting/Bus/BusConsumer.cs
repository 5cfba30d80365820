namespace Rvos.Hosting.Bus;

/// <summary>A consumer that a service registered.</summary>
/// <param name="Type">Implements MassTransit's <c>IConsumer&lt;T&gt;</c>.</param>
/// <param name="Queue">Name of its queue.</param>
/// <param name="Concurrency">Messages handled at once by this process.</param>
/// <param name="IsBroadcast">True when each process gets every message, in a queue of its own that ends with it; false when processes share the queue.</param>
internal sealed record BusConsumer(Type Type, string Queue, int Concurrency, bool IsBroadcast);
