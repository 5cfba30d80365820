using MassTransit;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Http;

namespace Rvos.Dapr.JobEvents;

/// <summary>Notes the end of a job for publication. One that is told twice, as the bus does and the ingestion does on purpose, is noted once.</summary>
internal sealed class JobEndedRecorder(JobEventStore store, PublishSignal signal, IOptions<PublicUrlOptions> urls) : IConsumer<JobEnded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<JobEnded> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var ended = context.Message;
        if (await store.AddAsync(ended.EventId, JobCloudEvent.Write(ended, urls.Value), context.CancellationToken)) signal.Set();
    }
}
