using System.Data.Common;
using Dapper;
using Rvos.Hosting;
using Rvos.Hosting.Data;

namespace Rvos.Gateway.Keys;

/// <summary>The API keys of all tenants, table <c>api_keys</c> of the module <see cref="Module"/>. Thread-safe.</summary>
/// <param name="database">With its migrations run.</param>
/// <param name="time">Tells when keys are made, used and revoked.</param>
public sealed class KeyStore(Database database, TimeProvider time)
{
    /// <summary>Name of the migrations.</summary>
    public const string Module = "gateway";

    /// <summary>How exactly the last use is known: a key in use is written to once in this time, not at each request.</summary>
    public static readonly TimeSpan UseGranularity = TimeSpan.FromMinutes(5);

    /// <summary>Makes a key. The result alone has the secret.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="cancellation">Makes nothing.</param>
    /// <exception cref="ArgumentException">Something of the request is outside its range; the message says what.</exception>
    public async Task<CreatedKey> CreateAsync(NewKey request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        NewKeyRules.Check(request, now);
        var secret = ApiKeyText.Create(Identifier.New("key", now));
        var row = new KeyRow
        {
            Id = secret.Id,
            Tenant = request.Tenant,
            Name = request.Name,
            Hash = secret.Hash,
            Scopes = string.Join(' ', request.Scopes.Distinct()),
            RequestsPerMinute = request.RequestsPerMinute,
            JobQuota = request.JobQuota,
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = request.ExpiresAt?.ToUnixTimeMilliseconds(),
        };
        await database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                """
                insert into api_keys (id, tenant, name, hash, scopes, requests_per_minute, job_quota, created_at, expires_at)
                values (@Id, @Tenant, @Name, @Hash, @Scopes, @RequestsPerMinute, @JobQuota, @CreatedAt, @ExpiresAt)
                """,
                row,
                transaction),
            cancellation);
        return new CreatedKey(row.Key, secret);
    }

    /// <summary>The keys of a tenant, or of all, oldest first; revoked and expired ones too.</summary>
    /// <param name="tenant">Whose; null: everyone's.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? tenant = null, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var condition = tenant is null ? "" : "where tenant = @tenant";
        var rows = await connection.QueryAsync<KeyRow>($"select {KeyRow.Columns} from api_keys {condition} order by tenant, created_at, id", new { tenant });
        return [.. rows.Select(row => row.Key)];
    }

    /// <summary>
    /// Revokes a key for good; again does nothing. Gateways refuse it as soon as they forget what they know of it, a few seconds
    /// later (<c>Rvos:Gateway:KeyCache</c>).
    /// </summary>
    /// <param name="id">Its id, <c>key_…</c>.</param>
    /// <param name="cancellation">Changes nothing.</param>
    /// <returns>False: there is no such key.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellation = default) =>
        database.TransactAsync(
            async transaction => await transaction.Connection!.ExecuteAsync(
                "update api_keys set revoked_at = coalesce(revoked_at, @now) where id = @id",
                new { id, now = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction) == 1,
            cancellation);

    /// <summary>The key with an id; null where there is none.</summary>
    internal async Task<StoredKey?> FindAsync(string id, CancellationToken cancellation)
    {
        // A server that was restarted has left dead connections behind, which a transaction tries again; in a file's database it
        // would wait for other writers.
        if (database.Dialect == SqlDialect.PostgreSql)
            return await database.TransactAsync(transaction => FindAsync(transaction.Connection!, transaction, id), cancellation);
        await using var connection = await database.OpenAsync(cancellation);
        return await FindAsync(connection, null, id);
    }

    /// <summary>Remembers that a key is in use, unless that is known already.</summary>
    internal async Task TouchAsync(ApiKey key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (key.LastUsedAt is { } last && now - last < UseGranularity) return;
        await database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                "update api_keys set last_used_at = @now where id = @Id", new { key.Id, now = now.ToUnixTimeMilliseconds() }, transaction),
            cancellation);
    }

    private static async Task<StoredKey?> FindAsync(DbConnection connection, DbTransaction? transaction, string id) =>
        await connection.QuerySingleOrDefaultAsync<KeyRow>($"select {KeyRow.Columns} from api_keys where id = @id", new { id }, transaction) is { } row
            ? new StoredKey(row.Key, row.Hash)
            : null;
}
