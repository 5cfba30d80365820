using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Counts segments that have masks, and hands out the next ones.</summary>
internal sealed class MasksDecodedConsumer(JobWriter jobs, JobFlow flow) : IConsumer<MasksDecoded>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<MasksDecoded> context) => jobs.ChangeAsync(context.Message.JobId, row => flow.Masked(row, context.Message), context.CancellationToken);
}
