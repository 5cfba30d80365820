using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Writes what the stages read of a job, then hands out its first segments.</summary>
internal sealed class SegmentationRequestedConsumer(JobManifests manifests) : IConsumer<SegmentationRequested>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<SegmentationRequested> context)
    {
        var request = context.Message;
        if (await manifests.WriteAsync(request.JobId, context.CancellationToken) is not { State: JobState.Running } row || request.IsManifestOnly) return;
        var (first, end) = ((int)row.SegmentsMasked, (int)row.SegmentsDue);
        if (end > first) await context.PublishBoundedAsync(new SegmentDue { JobId = row.Id, Segment = first, Count = end - first, Revision = (int)row.Revision }, context.CancellationToken);
    }
}
