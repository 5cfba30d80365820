using Dapper;
using Rvos.Hosting.Data;

namespace Rvos.Notifications.Store;

/// <summary>Deliveries as the dispatcher sees them: stored once, claimed for a while, finished by whoever holds the claim.</summary>
internal sealed class DeliveryStore(Database database, TimeProvider time)
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Stores the deliveries of an event, unless it was accepted before; the number of those that are new.</summary>
    internal Task<int> AddAsync(string tenant, string eventId, IReadOnlyList<NewDelivery> deliveries, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var first = await transaction.Connection!.ExecuteAsync(
                    "insert into webhook_events (tenant, event_id, accepted_at) values (@tenant, @eventId, @Now) on conflict do nothing", new { tenant, eventId, Now }, transaction);
                if (first == 0) return 0;
                var added = 0;
                foreach (var delivery in deliveries.OrderBy(d => d.EndpointId, StringComparer.Ordinal))
                {
                    // An update that changes nothing locks the row: an endpoint that was deleted meanwhile gets no delivery, and none is deleted before this one is there.
                    if (await transaction.Connection!.ExecuteAsync("update webhook_endpoints set tenant = tenant where id = @EndpointId", delivery, transaction) == 0) continue;
                    var parameters = new DynamicParameters(delivery);
                    parameters.Add("Now", Now);
                    added += await transaction.Connection!.ExecuteAsync(
                        """
                        insert into webhook_deliveries (id, endpoint_id, tenant, event_id, event_type, job_id, payload, state, attempts, attempts_this_round,
                            created_at, next_attempt_at, finished_at, claimed_until, last_error)
                        values (@Id, @EndpointId, @Tenant, @EventId, @EventType, @JobId, @Payload, @State, 0, 0,
                            @Now, @Now, case when @State = 'pending' then null else @Now end, 0, @LastError)
                        on conflict do nothing
                        """,
                        parameters,
                        transaction);
                }

                return added;
            },
            cancellation);

    /// <summary>Claims due deliveries, those that wait longest first, a bounded number per endpoint.</summary>
    /// <param name="suspect">Of endpoints that failed last time, or of the others.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="perEndpoint">At most so many in flight per endpoint, those that others hold included.</param>
    /// <param name="lease">How long they stay claimed.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(bool suspect, int limit, int perEndpoint, TimeSpan lease, CancellationToken cancellation)
    {
        var parameters = new
        {
            now = Now,
            until = Now + (long)lease.TotalMilliseconds,
            limit,
            perEndpoint,
            // An endpoint whose circuit was open is tried with one message at a time.
            threshold = Delivery.CircuitBreaker.Threshold,
            suspect = suspect ? 1 : 0,
        };
        await using var connection = await database.OpenAsync(cancellation);
        var due = await connection.QueryAsync<ClaimedDelivery>(
            """
            select q.id as Id, q.endpoint_id as EndpointId, q.url as Url, q.event_type as EventType, q.payload as Payload, q.attempts as Attempts,
                   q.attempts_this_round as AttemptsThisRound, q.consecutive_failures as ConsecutiveFailures
            from (
                select d.*, e.url, e.consecutive_failures,
                       row_number() over (partition by d.endpoint_id order by case when d.claimed_until > @now then 0 else 1 end, d.next_attempt_at, d.id) as place
                from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
                where d.state = 'pending' and d.next_attempt_at <= @now and e.disabled_at is null and e.blocked_until <= @now
                  and case when e.consecutive_failures > 0 then 1 else 0 end = @suspect
            ) q
            where q.claimed_until <= @now and q.place <= case when q.consecutive_failures >= @threshold then 1 else @perEndpoint end
            order by q.next_attempt_at, q.id
            limit @limit
            """,
            parameters);
        var claimed = new List<ClaimedDelivery>();
        foreach (var delivery in due)
        {
            var token = Guid.NewGuid().ToString("n");
            // The condition again: another pod may have been faster.
            var taken = await connection.ExecuteAsync(
                "update webhook_deliveries set claimed_until = @until, claimed_by = @token where id = @Id and state = 'pending' and claimed_until <= @now and next_attempt_at <= @now",
                new { delivery.Id, parameters.until, token, parameters.now });
            if (taken == 1) claimed.Add(delivery with { Token = token });
        }

        return claimed;
    }

    /// <summary>Writes what an attempt brought; false when the claim was lost meanwhile, and nothing is written.</summary>
    internal Task<bool> FinishAsync(ClaimedDelivery claim, DeliveryOutcome outcome, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                var parameters = new DynamicParameters(outcome);
                parameters.AddDynamicParams(new { claim.Id, claim.EndpointId, claim.Token, Number = claim.Attempts + 1 });
                // The endpoint's row before its deliveries', as everywhere: two transactions never wait for each other.
                var held = await connection.ExecuteAsync(
                    """
                    update webhook_endpoints set consecutive_failures = case when @State = 'delivered' then 0 else consecutive_failures + 1 end,
                        blocked_until = case when blocked_until > @BlockedUntil then blocked_until else @BlockedUntil end,
                        disabled_at = case when @DisableReason is null then disabled_at else coalesce(disabled_at, @FinishedAt) end,
                        disabled_reason = case when @DisableReason is null then disabled_reason else coalesce(disabled_reason, @DisableReason) end
                    where id = @EndpointId and exists (select 1 from webhook_deliveries where id = @Id and claimed_by = @Token)
                    """,
                    parameters,
                    transaction);
                if (held == 0) return false;
                await connection.ExecuteAsync(
                    """
                    update webhook_deliveries set state = @State, attempts = @Number, attempts_this_round = attempts_this_round + 1, next_attempt_at = @NextAttemptAt,
                        finished_at = case when @State = 'pending' then null else @FinishedAt end, claimed_until = 0, claimed_by = null,
                        last_status = @Status, last_error = @Error, last_latency_ms = @LatencyMs
                    where id = @Id and claimed_by = @Token
                    """,
                    parameters,
                    transaction);
                await connection.ExecuteAsync(
                    """
                    insert into webhook_attempts (delivery_id, number, started_at, status, error, latency_ms)
                    values (@Id, @Number, @StartedAt, @Status, @Error, @LatencyMs) on conflict do nothing
                    """,
                    parameters,
                    transaction);
                if (outcome.DisableReason is { } reason) await EndpointStore.CancelPendingAsync(transaction, claim.EndpointId, reason, outcome.FinishedAt);
                return true;
            },
            cancellation);

    /// <summary>Gives a claim back untried, so that another process need not wait for its end.</summary>
    internal async Task ReleaseAsync(ClaimedDelivery claim, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync("update webhook_deliveries set claimed_until = 0, claimed_by = null where id = @Id and claimed_by = @Token", new { claim.Id, claim.Token });
    }
}
