using System.Text.Json;
using System.Text.Json.Serialization;
using Rvos.Gateway.Keys;

namespace Rvos.Cli.Keys;

/// <summary>A key as <c>--json</c> shows it.</summary>
internal sealed record KeyView
{
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Id { get; init; }

    /// <summary>The key itself, where it was just made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public required string Tenant { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public int? RequestsPerMinute { get; init; }

    public int? JobQuota { get; init; }

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    internal static KeyView Of(ApiKey key, DateTimeOffset now, ApiKeyText? secret = null) => new()
    {
        Id = key.Id,
        Key = secret?.Reveal(),
        Tenant = key.Tenant,
        Name = key.Name,
        Scopes = key.Scopes,
        RequestsPerMinute = key.RequestsPerMinute,
        JobQuota = key.JobQuota,
        State = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "active",
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };
}
