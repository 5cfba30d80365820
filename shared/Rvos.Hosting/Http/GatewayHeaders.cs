using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Rvos.Hosting.Http;

/// <summary>
/// What the gateway tells a service about a request besides its tenant (<see cref="TenantHeader"/>). Headers with
/// <see cref="Prefix"/> that come from outside never arrive.
/// </summary>
public static class GatewayHeaders
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "X-Rvos-";

    /// <summary>Id of the API key, <c>key_…</c>; absent when the caller needed none.</summary>
    public const string Key = "X-Rvos-Key";

    /// <summary>How many unfinished jobs the key may have at once: the service that owns jobs refuses one more. Absent: no limit.</summary>
    public const string JobQuota = "X-Rvos-Job-Quota";

    /// <summary>The id of the request's API key; null when there is none.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers[Key] is [{ Length: > 0 } key] ? key : null;
    }

    /// <summary>How many unfinished jobs the request's key may have at once, 0 or more; null when there is no limit.</summary>
    /// <exception cref="BadHttpRequestException">The header is there and no such number: it is not taken for "no limit".</exception>
    public static int? JobQuotaOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers[JobQuota];
        if (header.Count == 0) return null;
        return int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var quota)
            ? quota
            : throw new BadHttpRequestException($"the header {JobQuota} is no whole number");
    }
}
