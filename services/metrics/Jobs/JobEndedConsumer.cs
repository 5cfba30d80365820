using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Telemetry;

namespace Rvos.Metrics.Jobs;

/// <summary>Evaluates what was completed and came with ground truth; other ends are none of this service's business.</summary>
public sealed class JobEndedConsumer(JobEvaluator evaluator, RvosMetrics metrics) : IConsumer<JobEnded>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<JobEnded> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Message is not { State: "completed", HasGroundTruth: true } ended) return Task.CompletedTask;
        metrics.RecordQueueWait(PipelineStage.Metrics, context);
        return evaluator.EvaluateAsync(ended.JobId, ended.Revision, ended.Frames, context.CancellationToken);
    }
}
