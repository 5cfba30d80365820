using MassTransit;
using Rvos.Hosting.Telemetry;

namespace Rvos.Hosting.Bus;

/// <summary>How long messages wait.</summary>
public static class QueueWait
{
    /// <summary>Notes how long a message waited, once: not again when it is tried again in place.</summary>
    /// <param name="metrics">Of the host.</param>
    /// <param name="stage">Whose message.</param>
    /// <param name="context">Of the message.</param>
    public static void RecordQueueWait(this RvosMetrics metrics, PipelineStage stage, ConsumeContext context)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (context.SentTime is { } sent && context.GetRetryAttempt() == 0)
            metrics.RecordQueueWait(stage, new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc)));
    }
}
