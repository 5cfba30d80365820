using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>What becomes of a job when a stage fails. One whose data or model cannot be used fails; after other faults, such as a store out of reach, the stage is asked again by
/// the sweeper, and the job fails when that goes on.</summary>
internal sealed class StageFaults(JobFlow flow)
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

    /// <summary>Whether errors of a type pass by themselves.</summary>
    internal static bool IsPassing(string? type) => type is not null && Passing.Contains(type);

    /// <summary>What becomes of it; null when nothing does yet.</summary>
    /// <param name="row">The job.</param>
    /// <param name="stage">What failed, in words.</param>
    /// <param name="type">Full name of the exception's type; null when it is not known.</param>
    /// <param name="message">Of the exception.</param>
    internal JobChange? After(JobRow row, string stage, string? type, string? message)
    {
        if (IsPassing(type)) return null;
        var isPermanent = type is not null && Permanent.Contains(type);
        if (!isPermanent && row.Faults + 1 < MostFaults) return new JobChange(row with { Faults = row.Faults + 1 }, null);
        // The masks are there.
        if (row.State == JobState.Finishing) return flow.NotExported(row);
        return flow.Fail(row, isPermanent ? $"The {stage} failed: {LibraryText.ForUsers(message ?? "")}." : $"The {stage} failed {MostFaults} times for a reason that its log tells.");
    }
}
