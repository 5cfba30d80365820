using Rvos.Gateway.Keys;

namespace Rvos.Gateway.Access;

/// <summary>Who makes a request.</summary>
internal sealed record Caller
{
    /// <summary>Id of the key; null for a caller without one.</summary>
    public string? KeyId { get; init; }

    public required string Tenant { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? JobQuota { get; init; }

    internal static Caller Of(ApiKey key, ApiKeyOptions options) => new()
    {
        KeyId = key.Id,
        Tenant = key.Tenant,
        Scopes = key.Scopes,
        RequestsPerMinute = key.RequestsPerMinute ?? options.RequestsPerMinute,
        JobQuota = key.JobQuota ?? options.JobQuota,
    };

    internal static Caller Anonymous(string tenant) => new() { Tenant = tenant, Scopes = [KeyScope.Admin] };

    internal bool MayAny(IReadOnlyList<string> scopes) => scopes.Count == 0 || Scopes.Contains(KeyScope.Admin) || scopes.Any(Scopes.Contains);
}
