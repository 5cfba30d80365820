using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Rvos.Hosting.Data;

/// <summary>Registers the outbox.</summary>
public static class OutboxServices
{
    /// <summary>
    /// Adds <see cref="IOutbox"/> with its table and dispatcher, and the database if it is not there yet. An
    /// <see cref="IOutboxPublisher"/> must be registered besides. Calls after the first add nothing.
    /// </summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddRvosOutbox(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(IOutbox))) return builder;
        builder.AddRvosDatabase();
        builder.AddMigrations(typeof(OutboxServices).Assembly, "hosting");
        builder.Services.AddOptions<OutboxOptions>()
            .Bind(builder.Configuration.GetSection(OutboxOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<OutboxMessageTypes>();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<OutboxSender>();
        builder.Services.AddSingleton<IOutbox, SqlOutbox>();
        builder.Services.AddHostedService<OutboxDispatcher>();
        return builder;
    }

    /// <summary>Lets types into the outbox, and has this host's dispatcher publish them.</summary>
    /// <param name="builder">Of the host.</param>
    /// <param name="types">Serialisable as JSON, told apart by full name.</param>
    public static IHostApplicationBuilder AddOutboxMessages(this IHostApplicationBuilder builder, params IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types) builder.Services.AddSingleton(new OutboxMessageType(type));
        return builder;
    }
}
