namespace Rvos.Gateway.Keys;

/// <summary>A key to make.</summary>
public sealed record NewKey
{
    /// <summary>Whose requests it will make: 1 to 100 letters, digits, hyphens, underscores and dots.</summary>
    public required string Tenant { get; init; }

    /// <summary>A name for people, at most 100 characters, none of them a control character.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it may do, of <see cref="KeyScope.All"/>; <see cref="KeyScope.Default"/> by default.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = KeyScope.Default;

    /// <summary>Requests per minute, 1 to 1,000,000; null (the default): the gateway's default.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Unfinished jobs at once, 0 to 1,000,000; null (the default): the gateway's default.</summary>
    public int? JobQuota { get; init; }

    /// <summary>From when on it is refused, in the future; null (the default): never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Throws when something is outside its range.</summary>
    /// <param name="now">Before which no key can expire.</param>
    /// <exception cref="ArgumentException">Says what.</exception>
    public void Check(DateTimeOffset now) => NewKeyRules.Check(this, now);
}
