using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Lets queued jobs begin while there are places, the oldest of the tenant with the fewest in work first, so that a fleet does not keep others waiting.</summary>
internal sealed class JobStarter(Database database, JobReader reader, JobWriter writer, JobFlow flow, IOptions<JobOptions> options)
{
    // Any number of our own: "jobs" in ASCII.
    private const long LockKey = 0x6A6F6273;

    private const string Next = """
        select queued.id from jobs queued
        left join (select tenant, count(*) as running from jobs where state = 'running' group by tenant) busy on busy.tenant = queued.tenant
        where queued.state = 'queued'
        order by coalesce(busy.running, 0), queued.created_at, queued.id
        limit 1
        """;

    /// <summary>Starts as many as there are places for.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        while (await StartOneAsync(cancellation))
        {
            // The next one may be another tenant's.
        }
    }

    private Task<bool> StartOneAsync(CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                // One counts at a time; SQLite has one writer anyway.
                if (database.Dialect == SqlDialect.PostgreSql) await connection.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey }, transaction);
                var running = await connection.ExecuteScalarAsync<long>("select count(*) from jobs where state = 'running'", transaction: transaction);
                if (running >= options.Value.MaximumRunning) return false;
                if (await connection.ExecuteScalarAsync<string>(Next, transaction: transaction) is not { } id) return false;
                // Cancelled at this moment: there may be another one.
                if (await reader.LockAsync(transaction, id) is not { } row || flow.Start(row) is not { } start) return true;
                await writer.ApplyAsync(transaction, row, start, cancellation);
                return true;
            },
            cancellation);
}
