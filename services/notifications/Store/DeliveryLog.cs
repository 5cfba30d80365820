using Dapper;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;

namespace Rvos.Notifications.Store;

/// <summary>Deliveries as a user sees them: listed, shown, replayed, forgotten after a while.</summary>
internal sealed class DeliveryLog(Database database, TimeProvider time)
{
    // A replay begins the schedule anew; the message keeps its id. One in flight at this moment is left to its attempt.
    private const string Replay = "update webhook_deliveries set state = 'pending', attempts_this_round = 0, next_attempt_at = @now, finished_at = null";

    // Who asks for a replay has mended the receiver: it need not wait until the endpoint's pause is over.
    private const string Unblock = "update webhook_endpoints set blocked_until = 0 where id = @endpointId";

    /// <summary>Deliveries of an endpoint, newest first, after a place in the list.</summary>
    internal async Task<IReadOnlyList<DeliveryRow>> ListAsync(string endpointId, string? state, PageCursor? after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var where = "endpoint_id = @endpointId";
        if (state is not null) where += " and state = @state";
        if (after is not null) where += " and (created_at < @created or (created_at = @created and id < @id))";
        return
        [
            .. await connection.QueryAsync<DeliveryRow>(
                $"select {DeliveryRow.Columns} from webhook_deliveries where {where} order by created_at desc, id desc limit @limit",
                new { endpointId, state, created = after?.CreatedAt ?? 0, id = after?.Id ?? "", limit }),
        ];
    }

    /// <summary>A delivery of an endpoint; null where there is none.</summary>
    internal async Task<DeliveryRow?> FindAsync(string endpointId, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<DeliveryRow>(
            $"select {DeliveryRow.Columns} from webhook_deliveries where endpoint_id = @endpointId and id = @id", new { endpointId, id });
    }

    /// <summary>The attempts of a delivery, first one first.</summary>
    internal async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(string deliveryId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return
        [
            .. await connection.QueryAsync<AttemptRow>(
                "select number as Number, started_at as StartedAt, status as Status, error as Error, latency_ms as LatencyMs from webhook_attempts where delivery_id = @deliveryId order by number",
                new { deliveryId }),
        ];
    }

    /// <summary>Sends a delivery again, at once.</summary>
    internal Task<int> ReplayAsync(string endpointId, string id, CancellationToken cancellation) =>
        ReplayAsync("id = @id", new { endpointId, id, now = time.GetUtcNow().ToUnixTimeMilliseconds() }, cancellation);

    /// <summary>Sends all finished deliveries of a range again: since (inclusive) to until (exclusive), by the time of the event. Their number.</summary>
    internal Task<int> ReplayRangeAsync(string endpointId, DateTimeOffset since, DateTimeOffset until, IReadOnlyList<string> states, CancellationToken cancellation)
    {
        // Each state by itself: the providers do not agree on lists as parameters.
        var parameters = new
        {
            endpointId,
            since = since.ToUnixTimeMilliseconds(),
            until = until.ToUnixTimeMilliseconds(),
            now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            delivered = states.Contains(DeliveryState.Delivered) ? DeliveryState.Delivered : "",
            failed = states.Contains(DeliveryState.Failed) ? DeliveryState.Failed : "",
            cancelled = states.Contains(DeliveryState.Cancelled) ? DeliveryState.Cancelled : "",
        };
        return ReplayAsync("created_at >= @since and created_at < @until and state in (@delivered, @failed, @cancelled)", parameters, cancellation);
    }

    /// <summary>Deletes what finished before a time, expired secrets, and endpoints of jobs that nothing refers to any more.</summary>
    internal Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                var parameters = new { before = before.ToUnixTimeMilliseconds(), now = time.GetUtcNow().ToUnixTimeMilliseconds() };
                await connection.ExecuteAsync(
                    "delete from webhook_attempts where delivery_id in (select id from webhook_deliveries where state <> 'pending' and finished_at < @before)", parameters, transaction);
                var deleted = await connection.ExecuteAsync("delete from webhook_deliveries where state <> 'pending' and finished_at < @before", parameters, transaction);
                await connection.ExecuteAsync(
                    """
                    delete from webhook_endpoints where source = 'job' and created_at < @before
                        and not exists (select 1 from webhook_deliveries d where d.endpoint_id = webhook_endpoints.id)
                    """,
                    parameters,
                    transaction);
                await connection.ExecuteAsync("delete from webhook_events where accepted_at < @before", parameters, transaction);
                await connection.ExecuteAsync(
                    "delete from webhook_secrets where expires_at < @now or not exists (select 1 from webhook_endpoints e where e.id = webhook_secrets.endpoint_id)", parameters, transaction);
                return deleted;
            },
            cancellation);

    private Task<int> ReplayAsync(string which, object parameters, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(Unblock, parameters, transaction);
                return await transaction.Connection!.ExecuteAsync($"{Replay} where endpoint_id = @endpointId and {which}", parameters, transaction);
            },
            cancellation);
}
