using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Bus;

/// <summary>Registers the bus. Services add their consumers; the host adds the bus once, after all of them.</summary>
public static class BusServices
{
    private const string Consumers = "rvos.bus.consumers";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(15), PauseStep = TimeSpan.FromSeconds(1), ServerTime = TimeSpan.FromMinutes(1);

    /// <summary>Adds a consumer whose queue all processes of the service share.</summary>
    /// <typeparam name="T">The consumer.</typeparam>
    /// <param name="builder">Of the host.</param>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="concurrency">Messages handled at once by this process.</param>
    public static IHostApplicationBuilder AddBusConsumer<T>(this IHostApplicationBuilder builder, string queue, int concurrency = 1)
        where T : class, IConsumer => Add(builder, new BusConsumer(typeof(T), queue, concurrency, IsBroadcast: false));

    /// <summary>Adds a consumer that gets every message in each process.</summary>
    /// <typeparam name="T">The consumer.</typeparam>
    /// <param name="builder">Of the host.</param>
    /// <param name="queue">Start of the queue's name.</param>
    /// <param name="concurrency">Messages handled at once.</param>
    public static IHostApplicationBuilder AddBusListener<T>(this IHostApplicationBuilder builder, string queue, int concurrency = 1)
        where T : class, IConsumer => Add(builder, new BusConsumer(typeof(T), queue, concurrency, IsBroadcast: true));

    /// <summary>Adds the bus with all consumers that were registered so far, and the outbox's way to it.</summary>
    /// <exception cref="InvalidOperationException">It was added before.</exception>
    public static IHostApplicationBuilder AddRvosBus(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(s => s.ServiceType == typeof(IBusControl))) throw new InvalidOperationException("the bus was added before");
        var options = builder.Configuration.GetSection(BusOptions.Section).Get<BusOptions>() ?? new BusOptions();
        builder.Services.AddOptions<BusOptions>().Bind(builder.Configuration.GetSection(BusOptions.Section)).ValidateDataAnnotations()
            .Validate(o => o.Transport != BusTransport.RabbitMq || o.Address is not null, "Rvos:Bus:Address is needed for RabbitMq").ValidateOnStart();
        builder.Services.TryAddSingleton<IOutboxPublisher, BusOutboxPublisher>();
        // Messages must find their tables: migrations run before the bus starts, as hosted services start in order of registration.
        builder.Services.AddMassTransit(bus => Configure(bus, options, Registered(builder)));
        return builder;
    }

    private static IHostApplicationBuilder Add(IHostApplicationBuilder builder, BusConsumer consumer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Registered(builder).Add(consumer);
        return builder;
    }

    private static List<BusConsumer> Registered(IHostApplicationBuilder builder)
    {
        if (!builder.Properties.TryGetValue(Consumers, out var list)) builder.Properties[Consumers] = list = new List<BusConsumer>();
        return (List<BusConsumer>)list;
    }

    private static void Configure(IBusRegistrationConfigurator bus, BusOptions options, List<BusConsumer> consumers)
    {
        // MassTransit would post queue names and message counts to its maker.
        bus.DisableUsageTelemetry();
        var instance = NewId.NextGuid().ToString("N");
        foreach (var consumer in consumers)
        {
            bus.AddConsumer(consumer.Type).Endpoint(endpoint =>
            {
                endpoint.Name = consumer.Queue;
                endpoint.ConcurrentMessageLimit = consumer.Concurrency;
                endpoint.PrefetchCount = consumer.Concurrency;
                if (!consumer.IsBroadcast) return;
                endpoint.InstanceId = "-" + instance;
                endpoint.Temporary = true;
            });
        }

        var shared = consumers.Where(c => !c.IsBroadcast).Select(c => c.Queue).ToHashSet();
        bus.AddConfigureEndpointsCallback((_, name, endpoint) =>
        {
            if (options.Retries > 0)
            {
                endpoint.UseMessageRetry(retry =>
                {
                    // Damaged data stays damaged.
                    retry.Ignore<InvalidDataException>();
                    retry.Exponential(options.Retries, FirstPause, LongestPause, PauseStep);
                });
            }

            if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit || !shared.Contains(name)) return;
            rabbit.SetQuorumQueue();
            rabbit.SetQueueArgument("x-delivery-limit", options.DeliveryLimit);
        });
        if (options.Transport == BusTransport.RabbitMq)
        {
            bus.UsingRabbitMq((context, transport) =>
            {
                // A queue whose declaration was given up stays away until the process starts anew: a busy server has its time.
                transport.Host(options.Address, host => host.ContinuationTimeout(ServerTime));
                transport.ConfigureEndpoints(context);
            });
        }
        else
        {
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        }
    }
}
