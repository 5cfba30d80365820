namespace Rvos.Gateway.Keys;

/// <summary>A row of <c>api_keys</c>. Times are milliseconds since 1970.</summary>
internal sealed record KeyRow
{
    internal const string Columns = """
        id as Id, tenant as Tenant, name as Name, hash as Hash, scopes as Scopes, requests_per_minute as RequestsPerMinute, job_quota as JobQuota,
        created_at as CreatedAt, expires_at as ExpiresAt, revoked_at as RevokedAt, last_used_at as LastUsedAt
        """;

    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Separated by spaces, as in OAuth.</summary>
    public required string Scopes { get; init; }

    public long? RequestsPerMinute { get; init; }

    public long? JobQuota { get; init; }

    public required long CreatedAt { get; init; }

    public long? ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? LastUsedAt { get; init; }

    internal ApiKey Key => new()
    {
        Id = Id,
        Tenant = Tenant,
        Name = Name,
        Scopes = Scopes.Split(' '),
        RequestsPerMinute = (int?)RequestsPerMinute,
        JobQuota = (int?)JobQuota,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        ExpiresAt = Time(ExpiresAt),
        RevokedAt = Time(RevokedAt),
        LastUsedAt = Time(LastUsedAt),
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
