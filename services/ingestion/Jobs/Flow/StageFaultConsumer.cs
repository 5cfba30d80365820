using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Hears of messages that a stage gave up. A job whose data or model cannot be used fails; after other faults, such as a store out of reach, the stage is
/// asked again by the sweeper, and the job fails when that goes on.</summary>
internal sealed class StageFaultConsumer(JobWriter jobs, JobFlow flow) :
    IConsumer<Fault<FramesDecoded>>, IConsumer<Fault<FeaturesExtracted>>, IConsumer<Fault<SegmentDue>>, IConsumer<Fault<ExportsRequested>>
{
    private const int MostFaults = 10;

    private static readonly HashSet<string> Permanent =
    [
        typeof(InvalidDataException).FullName!, typeof(ArgumentException).FullName!, typeof(ArgumentOutOfRangeException).FullName!, typeof(OverflowException).FullName!,
        "Rvos.Weights.WeightsFormatException", "Rvos.Video.Png.PngFormatException",
    ];

    // Store, database or disk out of reach: how long that may last is the sweeper's business.
    private static readonly HashSet<string> Passing =
    [
        typeof(IOException).FullName!, typeof(TimeoutException).FullName!, typeof(AggregateException).FullName!, typeof(OperationCanceledException).FullName!,
        typeof(TaskCanceledException).FullName!, typeof(System.Net.Sockets.SocketException).FullName!, typeof(HttpRequestException).FullName!,
        typeof(Azure.RequestFailedException).FullName!, typeof(CommitUnknownException).FullName!,
        "Npgsql.NpgsqlException", "Npgsql.PostgresException", "Microsoft.Data.Sqlite.SqliteException",
    ];

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
        if (error is not null && Passing.Contains(error.ExceptionType)) return Task.FromResult<JobRow?>(null);
        return jobs.ChangeAsync(
            job,
            row =>
            {
                if (error is not null && Permanent.Contains(error.ExceptionType)) return flow.Fail(row, $"The {stage} failed: {error.Message.TrimEnd('.')}.");
                return row.Faults + 1 >= MostFaults ? flow.Fail(row, $"The {stage} failed {MostFaults} times, the last time with {error?.ExceptionType ?? "no reason"}.") : new JobChange(row with { Faults = row.Faults + 1 }, null);
            },
            cancellation);
    }
}
