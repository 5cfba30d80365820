using MassTransit;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Counts segments that have masks, and hands out the next ones. A message that overtook that of an earlier segment is tried once more, after the first pause between
/// retries; if the earlier one has not come by then, it is asked for.</summary>
internal sealed class MasksDecodedConsumer(JobWriter jobs, JobFlow flow, IOptions<BusOptions> bus) : IConsumer<MasksDecoded>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<MasksDecoded> context)
    {
        var (message, isEarly) = (context.Message, false);
        var mayWait = bus.Value.Retries > 0 && context.GetRetryAttempt() == 0;
        await jobs.ChangeAsync(
            message.JobId,
            row =>
            {
                isEarly = mayWait && JobFlow.IsEarly(row, message);
                return isEarly ? null : flow.Masked(row, message);
            },
            context.CancellationToken);
        if (isEarly) throw new SegmentOvertookException($"segment {message.Segment} of {message.JobId} was told of before an earlier one");
    }
}
