using Microsoft.AspNetCore.Http;

namespace Rvos.Hosting.Http;

/// <summary>
/// How the gateway tells a service whose request this is. The gateway drops the header from what comes from outside and
/// sets it from the API key; services are reached through the gateway only.
/// </summary>
public static class TenantHeader
{
    /// <summary>The header's name.</summary>
    public const string Name = "X-Rvos-Tenant";

    /// <summary>The longest tenant id taken, in characters.</summary>
    public const int MaximumLength = 100;

    /// <summary>The request's tenant; null when there is none, or something that is no id.</summary>
    public static string? TenantOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers[Name] is [{ } tenant] && IsTenant(tenant) ? tenant : null;
    }

    /// <summary>Whether a text can be a tenant's id: 1 to 100 ASCII letters, digits, hyphens, underscores and dots.</summary>
    public static bool IsTenant(string? text) =>
        text is { Length: > 0 and <= MaximumLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
