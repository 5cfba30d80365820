namespace Rvos.Hosting.Bus;

/// <summary>What carries messages.</summary>
public enum BusTransport
{
    /// <summary>This process's memory: for one process, and lost with it (the sweep of stalled jobs makes up for that).</summary>
    InMemory,
    /// <summary>RabbitMQ: durable quorum queues, publisher confirms.</summary>
    RabbitMq,
}
