namespace Rvos.Gateway.Keys;

/// <summary>An API key as it is kept: all but its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Its id, <c>key_…</c>; part of the key itself, and not secret.</summary>
    public required string Id { get; init; }

    /// <summary>Whose requests it makes.</summary>
    public required string Tenant { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do, see <see cref="KeyScope"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Requests per minute; null: the gateway's default.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Unfinished jobs at once; null: the gateway's default.</summary>
    public int? JobQuota { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, give or take <see cref="KeyStore.UseGranularity"/>; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
