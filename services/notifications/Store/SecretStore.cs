using System.Data.Common;
using Dapper;
using Rvos.Hosting.Data;
using Rvos.Notifications.Signing;

namespace Rvos.Notifications.Store;

/// <summary>The signing secrets of endpoints: the newest first, older ones until they expire.</summary>
internal sealed class SecretStore(Database database, SecretProtector protector, TimeProvider time)
{
    /// <summary>Secrets valid at once at most: each makes a signature in every message.</summary>
    internal const int Maximum = 5;

    internal static Task<int> InsertAsync(DbTransaction transaction, string endpointId, ProtectedSecret secret) => transaction.Connection!.ExecuteAsync(
        "insert into webhook_secrets (id, endpoint_id, protected, created_at) values (@Id, @endpointId, @Protected, @CreatedAt)",
        new { secret.Id, endpointId, secret.Protected, secret.CreatedAt },
        transaction);

    /// <summary>The valid secrets of an endpoint, newest first.</summary>
    internal async Task<IReadOnlyList<WebhookSecret>> ValidAsync(string endpointId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<string>(
            "select protected from webhook_secrets where endpoint_id = @endpointId and (expires_at is null or expires_at > @now) order by created_at desc, id desc",
            new { endpointId, now = time.GetUtcNow().ToUnixTimeMilliseconds() });
        return [.. rows.Select(protector.Unprotect)];
    }

    /// <summary>Adds a new secret and lets the others expire; null when too many would be valid at once.</summary>
    internal Task<WebhookSecret?> RotateAsync(string endpointId, TimeSpan overlap, CancellationToken cancellation) =>
        database.TransactAsync<WebhookSecret?>(
            async transaction =>
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var connection = transaction.Connection!;
                var parameters = new { endpointId, now, expires = now + (long)overlap.TotalMilliseconds };
                var valid = await connection.ExecuteScalarAsync<long>(
                    "select count(*) from webhook_secrets where endpoint_id = @endpointId and (expires_at is null or expires_at > @now)", parameters, transaction);
                if (valid >= Maximum && overlap > TimeSpan.Zero) return null;
                await connection.ExecuteAsync(
                    "update webhook_secrets set expires_at = @expires where endpoint_id = @endpointId and (expires_at is null or expires_at > @expires)", parameters, transaction);
                await connection.ExecuteAsync("delete from webhook_secrets where endpoint_id = @endpointId and expires_at <= @now", parameters, transaction);
                var secret = WebhookSecret.Create();
                await InsertAsync(transaction, endpointId, protector.Protect(secret));
                return secret;
            },
            cancellation);
}
