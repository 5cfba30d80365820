using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Hears of messages that a stage gave up.</summary>
internal sealed partial class StageFaultConsumer(JobWriter jobs, StageFaults faults, ILogger<StageFaultConsumer> logger) :
    IConsumer<Fault<FramesDecoded>>, IConsumer<Fault<FeaturesExtracted>>, IConsumer<Fault<SegmentDue>>, IConsumer<Fault<ExportsRequested>>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<Fault<FramesDecoded>> context) => HandleAsync(context.Message.Message.JobId, "encoding", context.Message, context.CancellationToken);

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<Fault<FeaturesExtracted>> context) => HandleAsync(context.Message.Message.JobId, "segmentation", context.Message, context.CancellationToken);

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<Fault<SegmentDue>> context) => HandleAsync(context.Message.Message.JobId, "decoding of the video", context.Message, context.CancellationToken);

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<Fault<ExportsRequested>> context) => HandleAsync(context.Message.Message.JobId, "overlay", context.Message, context.CancellationToken);

    private Task<JobRow?> HandleAsync(string job, string stage, Fault fault, CancellationToken cancellation)
    {
        var error = fault.Exceptions is [{ } first, ..] ? first : null;
        Log.Fault(logger, job, stage, error?.ExceptionType, error?.Message);
        if (StageFaults.IsPassing(error?.ExceptionType)) return Task.FromResult<JobRow?>(null);
        return jobs.ChangeAsync(job, row => faults.After(row, stage, error?.ExceptionType, error?.Message), cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {Job}: the {Stage} was given up: {Type}: {Reason}")]
        internal static partial void Fault(ILogger logger, string job, string stage, string? type, string? reason);
    }
}
