using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Telemetry;
using Rvos.Ingestion.Jobs.Exports;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Takes on the overlay video of a job whose masks are there.</summary>
internal sealed class ExportsRequestedConsumer(ExportRunner exports, RvosMetrics metrics) : IConsumer<ExportsRequested>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ExportsRequested> context)
    {
        metrics.RecordQueueWait(PipelineStage.Export, context);
        return exports.BeginAsync(context.Message, context.CancellationToken);
    }
}
