using Dapper;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Background;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Looks after jobs of which nothing is heard: messages that were lost, processes that were killed, remains.</summary>
internal sealed partial class JobSweeper(
    Database database, JobReader reader, JobWriter writer, JobFlow flow, JobStarter starter, JobManifests manifests, JobCleaner cleaner, JobRemoval removal,
    IOptions<JobOptions> options, IOptions<BusOptions> bus, TimeProvider time, ILogger<JobSweeper> logger) : RecurringService(time, logger)
{
    private const int Batch = 100;

    // Far beyond the time that a request may take to store its masks.
    private static readonly TimeSpan StoringTime = TimeSpan.FromMinutes(10);

    // Ends this far back may have been told to nobody.
    private static readonly TimeSpan ToldTime = TimeSpan.FromHours(1);

    private bool _isAwake;

    private long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>One turn.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        await starter.StartAsync(cancellation);
        await EachAsync("state in ('running', 'finishing') and next_check_at <= @Now", id => writer.ChangeAsync(id, flow.Stalled, cancellation), cancellation);
        await EachAsync("cleanings > 0 and next_check_at <= @Now", id => CleanAsync(id, cancellation), cancellation);
        await EachAsync("state = 'storing' and created_at <= @Stored", id => removal.RemoveAsync(id, JobState.Storing, cancellation), cancellation);
        await EachAsync("finished_at <= @Kept", id => removal.RemoveAsync(id, null, cancellation), cancellation);
        await database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                "delete from job_requests where created_at <= @oldest", new { oldest = Now - (long)options.Value.KeepKeysFor.TotalMilliseconds }, transaction), cancellation);
    }

    /// <inheritdoc/>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken stopping)
    {
        if (!_isAwake && bus.Value.Transport == BusTransport.InMemory) await AwakenAsync(stopping);
        _isAwake = true;
        await SweepAsync(stopping);
        return options.Value.SweepInterval;
    }

    // Database or store out of reach: the next turn finds all as it was.
    /// <inheritdoc/>
    protected override TimeSpan PauseAfter(int failures) => options.Value.SweepInterval;

    // One that cannot be looked after does not keep others waiting, and makes room for those behind it.
    private async Task EachAsync(string where, Func<string, Task> action, CancellationToken cancellation)
    {
        foreach (var id in await IdsAsync(where, cancellation))
        {
            try
            {
                await action(id);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                Log.FailedOne(logger, id, e);
                await PostponeAsync(id, cancellation);
            }
        }
    }

    private Task<int> PostponeAsync(string id, CancellationToken cancellation) =>
        database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync("update jobs set next_check_at = @next where id = @id", new { id, next = Now + (long)options.Value.StallTime.TotalMilliseconds }, transaction), cancellation);

    // Messages in memory ended with the process that had them: nobody else is going to go on with these jobs, or to tell of those that ended.
    private Task<int> AwakenAsync(CancellationToken cancellation) =>
        database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                """
                update jobs set next_check_at = 0 where state in ('running', 'finishing');
                update jobs set next_check_at = 0, cleanings = 1 where finished_at >= @since
                """,
                new { since = Now - (long)ToldTime.TotalMilliseconds },
                transaction),
            cancellation);

    private async Task CleanAsync(string id, CancellationToken cancellation)
    {
        if (await reader.RevisionAsync(id, cancellation) is (JobState.Removing, _))
        {
            await removal.FinishAsync(id, cancellation);
            return;
        }

        // Its end may have been told to nobody: what the stages read of it says so first.
        if (await manifests.WriteAsync(id, cancellation) is not { } row || !JobState.HasEnded(row.State)) return;
        await cleaner.CleanAsync(row, cancellation);
        await writer.ChangeAsync(id, now => JobFlow.Cleaned(now, row), cancellation);
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string where, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var limits = new { Now, Stored = Now - (long)StoringTime.TotalMilliseconds, Kept = Now - (long)options.Value.KeepFor.TotalMilliseconds };
        return [.. await connection.QueryAsync<string>($"select id from jobs where {where} order by next_check_at limit {Batch}", limits)];
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Job {Job} could not be looked after; trying again later")]
        internal static partial void FailedOne(ILogger logger, string job, Exception exception);
    }
}
