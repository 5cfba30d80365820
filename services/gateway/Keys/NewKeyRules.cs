using Rvos.Hosting.Http;

namespace Rvos.Gateway.Keys;

/// <summary>What a key may be made with.</summary>
internal static class NewKeyRules
{
    private const int LongestName = 100, Most = 1_000_000;

    internal static void Check(NewKey request, DateTimeOffset now)
    {
        if (!TenantHeader.IsTenant(request.Tenant))
            throw new ArgumentException($"a tenant is 1 to {TenantHeader.MaximumLength} letters, digits, hyphens, underscores and dots");
        if (request.Name.Length > LongestName || request.Name.Any(char.IsControl))
            throw new ArgumentException($"the name of a key has at most {LongestName} characters, on one line");
        if (request.Scopes.Count == 0) throw new ArgumentException("a key needs a scope");
        if (request.Scopes.FirstOrDefault(scope => !KeyScope.All.Contains(scope)) is { } unknown)
            throw new ArgumentException($"there is no scope '{unknown}'; there are {string.Join(", ", KeyScope.All)}");
        if (request.RequestsPerMinute is < 1 or > Most) throw new ArgumentException($"requests per minute are 1 to {Most}, not {request.RequestsPerMinute}");
        if (request.JobQuota is < 0 or > Most) throw new ArgumentException($"a job quota is 0 to {Most}, not {request.JobQuota}");
        if (request.ExpiresAt <= now) throw new ArgumentException($"a key cannot expire in the past ({request.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'})");
    }
}
