using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Counts frames that were encoded.</summary>
internal sealed class FeaturesExtractedConsumer(JobWriter jobs, JobFlow flow) : IConsumer<FeaturesExtracted>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<FeaturesExtracted> context) => jobs.ChangeAsync(context.Message.JobId, row => flow.Encoded(row, context.Message), context.CancellationToken);
}
