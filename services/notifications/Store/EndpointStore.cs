using System.Data.Common;
using Dapper;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;

namespace Rvos.Notifications.Store;

/// <summary>The endpoints of all tenants. Every read by id names the tenant too: what belongs to another is not found.</summary>
internal sealed class EndpointStore(Database database, TimeProvider time)
{
    // As many as a tenant may register by any setting.
    private const int MaximumListed = 10_000;

    // Any number of our own: "hook" in ASCII.
    private const long LockKind = 0x686F6F6B;

    /// <summary>Stores an endpoint with its first secret; false when the tenant has as many as allowed.</summary>
    internal Task<bool> AddAsync(EndpointRow endpoint, ProtectedSecret secret, int maximum, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                await database.LockTenantAsync(transaction, LockKind, endpoint.Tenant);
                var count = await transaction.Connection!.ExecuteScalarAsync<long>("select count(*) from webhook_endpoints where tenant = @Tenant and source = @Source", endpoint, transaction);
                if (endpoint.Source == EndpointSource.Tenant && count >= maximum) return false;
                if (await InsertAsync(transaction, endpoint) == 1) await SecretStore.InsertAsync(transaction, endpoint.Id, secret);
                return true;
            },
            cancellation);

    /// <summary>An endpoint of the tenant; null where there is none.</summary>
    internal async Task<EndpointRow?> FindAsync(string tenant, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<EndpointRow>($"select {EndpointRow.Columns} from webhook_endpoints where tenant = @tenant and id = @id", new { tenant, id });
    }

    /// <summary>All endpoints that the tenant registered, oldest first.</summary>
    internal Task<IReadOnlyList<EndpointRow>> ListAsync(string tenant, CancellationToken cancellation) => ListPageAsync(tenant, EndpointSource.Tenant, null, MaximumListed, cancellation);

    /// <summary>The endpoints that the tenant registered, oldest first, or those that its jobs made, newest first: after a place in the list, at most so many.</summary>
    internal async Task<IReadOnlyList<EndpointRow>> ListPageAsync(string tenant, string source, PageCursor? after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var (direction, beyond) = source == EndpointSource.Tenant ? ("asc", ">") : ("desc", "<");
        var place = after is null ? "" : $" and (created_at {beyond} @created or (created_at = @created and id {beyond} @id))";
        return
        [
            .. await connection.QueryAsync<EndpointRow>(
                $"select {EndpointRow.Columns} from webhook_endpoints where tenant = @tenant and source = @source{place} order by created_at {direction}, id {direction} limit @limit",
                new { tenant, source, created = after?.CreatedAt ?? 0, id = after?.Id ?? "", limit }),
        ];
    }

    /// <summary>The endpoint of the tenant with a URL: one it registered before one that jobs made.</summary>
    internal async Task<EndpointRow?> FindByUrlAsync(string tenant, string url, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<EndpointRow>(
            $"select {EndpointRow.Columns} from webhook_endpoints where tenant = @tenant and url = @url order by source desc, case when disabled_at is null then 0 else 1 end, created_at, id",
            new { tenant, url });
    }

    /// <summary>Disables an endpoint and cancels what waits for it; false where there is none.</summary>
    internal Task<bool> DisableAsync(string tenant, string id, string reason, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var parameters = new { tenant, id, reason, now = time.GetUtcNow().ToUnixTimeMilliseconds() };
                var found = await transaction.Connection!.ExecuteAsync(
                    "update webhook_endpoints set disabled_at = coalesce(disabled_at, @now), disabled_reason = coalesce(disabled_reason, @reason) where tenant = @tenant and id = @id",
                    parameters,
                    transaction);
                if (found == 1) await CancelPendingAsync(transaction, id, reason, parameters.now);
                return found == 1;
            },
            cancellation);

    /// <summary>Enables an endpoint and forgets its failures; false where there is none.</summary>
    internal async Task<bool> EnableAsync(string tenant, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var found = await connection.ExecuteAsync(
            "update webhook_endpoints set disabled_at = null, disabled_reason = null, consecutive_failures = 0, blocked_until = 0 where tenant = @tenant and id = @id",
            new { tenant, id });
        return found == 1;
    }

    /// <summary>Deletes an endpoint, its secrets and its deliveries; false where there is none.</summary>
    internal Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                if (await connection.ExecuteAsync("delete from webhook_endpoints where tenant = @tenant and id = @id", new { tenant, id }, transaction) == 0) return false;
                await connection.ExecuteAsync("delete from webhook_secrets where endpoint_id = @id", new { id }, transaction);
                await connection.ExecuteAsync("delete from webhook_attempts where delivery_id in (select id from webhook_deliveries where endpoint_id = @id)", new { id }, transaction);
                await connection.ExecuteAsync("delete from webhook_deliveries where endpoint_id = @id", new { id }, transaction);
                return true;
            },
            cancellation);

    internal static Task<int> CancelPendingAsync(DbTransaction transaction, string id, string reason, long now) =>
        transaction.Connection!.ExecuteAsync(
            """
            update webhook_deliveries set state = 'cancelled', finished_at = @now, claimed_until = 0, claimed_by = null, last_error = @reason
            where endpoint_id = @id and state = 'pending'
            """,
            new { id, reason = "endpoint disabled: " + reason, now },
            transaction);

    // Two pods may see the first job of one URL at once: the unique index keeps one of the two endpoints.
    private static Task<int> InsertAsync(DbTransaction transaction, EndpointRow endpoint) => transaction.Connection!.ExecuteAsync(
        """
        insert into webhook_endpoints (id, tenant, url, source, events, description, created_at, consecutive_failures, blocked_until)
        values (@Id, @Tenant, @Url, @Source, @Events, @Description, @CreatedAt, 0, 0) on conflict do nothing
        """,
        endpoint,
        transaction);
}
