using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Tells the stages that a job has ended, tidies up after it, and gives its place to the next one.</summary>
internal sealed class JobEndedConsumer(JobManifests manifests, JobCleaner cleaner, JobStarter starter) : IConsumer<JobEnded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<JobEnded> context)
    {
        await starter.StartAsync(context.CancellationToken);
        var row = await manifests.WriteAsync(context.Message.JobId, context.CancellationToken);
        if (row is not null && JobState.HasEnded(row.State)) await cleaner.CleanAsync(row, context.CancellationToken);
    }
}
