using Dapper;
using Rvos.Hosting.Data;

namespace Rvos.Dapr.JobEvents;

/// <summary>Events between the bus and the sidecar: stored once, tried until they are published, known afterwards.</summary>
internal sealed class JobEventStore(Database database, TimeProvider time)
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Stores an event; false when it was stored before.</summary>
    internal Task<bool> AddAsync(string id, string body, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction => await transaction.Connection!.ExecuteAsync(
                "insert into dapr_events (event_id, body, created_at, due_at, attempts) values (@id, @body, @Now, @Now, 0) on conflict do nothing", new { id, body, Now }, transaction) == 1,
            cancellation);

    /// <summary>Takes due events, those that wait longest first, for a while in which no other process tries them.</summary>
    internal async Task<IReadOnlyList<PendingEvent>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var now = Now;
        var due = await connection.QueryAsync<PendingEvent>(
            "select event_id as Id, body as Body, attempts as Attempts, due_at as DueAt from dapr_events where published_at is null and due_at <= @now order by due_at, event_id limit @limit", new { now, limit });
        var claimed = new List<PendingEvent>();
        foreach (var one in due)
        {
            // The condition again: another process may have been faster.
            var taken = await connection.ExecuteAsync(
                "update dapr_events set due_at = @until, attempts = attempts + 1 where event_id = @Id and published_at is null and due_at = @DueAt",
                new { one.Id, one.DueAt, until = now + (long)lease.TotalMilliseconds });
            if (taken == 1) claimed.Add(one);
        }

        return claimed;
    }

    /// <summary>Notes that an event was published.</summary>
    internal async Task PublishedAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync("update dapr_events set published_at = @Now where event_id = @id", new { id, Now });
    }

    /// <summary>Has an event tried again after a pause.</summary>
    internal async Task AgainAsync(string id, TimeSpan pause, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync("update dapr_events set due_at = @due where event_id = @id and published_at is null", new { id, due = Now + (long)pause.TotalMilliseconds });
    }

    /// <summary>Forgets events of before a time; how many of them were never published.</summary>
    internal Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var oldest = new { before = before.ToUnixTimeMilliseconds() };
                var lost = await transaction.Connection!.ExecuteAsync("delete from dapr_events where created_at < @before and published_at is null", oldest, transaction);
                await transaction.Connection!.ExecuteAsync("delete from dapr_events where created_at < @before", oldest, transaction);
                return lost;
            },
            cancellation);
}
