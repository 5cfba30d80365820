using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;
using Rvos.Hosting.Telemetry;
using Rvos.Ingestion.Jobs.Api;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Changes jobs, one transaction each: the row, the event that tells of it, and the messages that follow from it leave together.</summary>
internal sealed class JobWriter(Database database, JobReader reader, IOutbox outbox, JobSignals signals, RvosMetrics metrics, IOptions<JobOptions> options)
{
    /// <summary>Changes a job.</summary>
    /// <param name="id">Of the job.</param>
    /// <param name="change">Given the row as it is; null leaves all as it was. Has no other effect, since it may run again.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The row after the change; null where nothing was changed.</returns>
    internal Task<JobRow?> ChangeAsync(string id, Func<JobRow, JobChange?> change, CancellationToken cancellation) =>
        database.TransactAsync<JobRow?>(
            async transaction => await reader.LockAsync(transaction, id) is { } row && change(row) is { } wanted ? await ApplyAsync(transaction, row, wanted, cancellation) : null,
            cancellation);

    /// <summary>Writes a change within a transaction that has locked the row.</summary>
    internal async Task<JobRow> ApplyAsync(DbTransaction transaction, JobRow before, JobChange change, CancellationToken cancellation)
    {
        var connection = transaction.Connection!;
        var after = change.Row;
        if (change.Event is { } kind)
        {
            after = after with { Version = before.Version + 1 };
            var body = JsonSerializer.Serialize(JobResponses.Of(after), ApiJson.Options);
            await connection.ExecuteAsync(
                "insert into job_events (job_id, number, kind, body) values (@Id, @Version, @kind, @body)", new { after.Id, after.Version, kind, body }, transaction);
            await connection.ExecuteAsync(
                "delete from job_events where job_id = @Id and kind = 'progress' and number <= @oldest", new { after.Id, oldest = after.Version - options.Value.EventsKept }, transaction);
        }
        await connection.ExecuteAsync(JobRow.Update, after, transaction);
        // Whoever's request or sweep this is: what follows belongs to the job's own trace.
        using var trace = RvosActivity.Enter($"job {after.State}", after.TraceParent);
        foreach (var message in change.Messages) await outbox.AddAsync(transaction, message, cancellation);
        database.AfterCommit(transaction, () =>
        {
            if (after.State != before.State) metrics.CountJobEntered(after.State);
            signals.Raise(after.Id);
        });
        return after;
    }
}
