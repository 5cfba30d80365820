using System.ComponentModel.DataAnnotations;

namespace Rvos.Hosting.Bus;

/// <summary>Settings of the bus, section <c>Rvos:Bus</c>.</summary>
public sealed class BusOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Rvos:Bus";

    /// <summary>What carries messages. Default: <see cref="BusTransport.InMemory"/>.</summary>
    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    /// <summary>RabbitMQ's address, <c>amqp://user:password@host:port/vhost</c>; needed for <see cref="BusTransport.RabbitMq"/>.</summary>
    public Uri? Address { get; set; }

    /// <summary>How often a message that fails is tried again in place, with growing pauses, before it goes to the error queue. Default: 4.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 4;

    /// <summary>How often RabbitMQ delivers a message whose consumer died before it puts it away: what kills a process must not kill them all. Default: 20.</summary>
    [Range(1, 1000)]
    public int DeliveryLimit { get; set; } = 20;
}
