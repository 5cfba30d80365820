using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Tests.Telemetry;

/// <summary>The way of a job through the services, without work: <c>POST /jobs/{id}</c>, the outbox, and a consumer for each stage.</summary>
public static class SamplePipeline
{
    /// <summary>Jobs whose masks this process was told of.</summary>
    private static readonly ConcurrentDictionary<string, bool> Ended = [];

    /// <summary>Adds services by name: <c>ingestion</c>, <c>encoder</c>, <c>decoder</c>, separated by commas.</summary>
    public static void Add(IHostApplicationBuilder builder, string services)
    {
        foreach (var service in services.Split(','))
        {
            if (service == "encoder") builder.AddBusConsumer<SampleConsumers.Encoder>("encoder");
            if (service == "decoder") builder.AddBusConsumer<SampleConsumers.Decoder>("decoder");
            if (service != "ingestion") continue;
            builder.AddRvosOutbox().AddOutboxMessages(typeof(SegmentationRequested));
            builder.AddBusConsumer<SampleConsumers.Ingestion>("ingestion").AddBusConsumer<SampleConsumers.Told>("ingestion-masks");
        }
        builder.Services.AddSingleton(Ended);
        builder.AddRvosBus();
    }

    public static void Map(WebApplication app)
    {
        app.MapGet("/jobs/{id}", (string id) => Ended.ContainsKey(id));
        if (app.Services.GetService<IOutbox>() is not { } outbox) return;
        app.MapPost("/jobs/{id}", (string id, Database database) => database.TransactAsync(
            transaction => outbox.AddAsync(transaction, new SegmentationRequested { JobId = id })));
    }
}
