using System.Net;
using Microsoft.Extensions.Options;

namespace Rvos.Gateway.Access;

/// <summary>
/// Which requests without a key are taken for the tenant <see cref="ApiKeyOptions.Anonymous"/>: those of programs on this machine, and of
/// pages that this host served. Not those that a proxy passed on, nor those that some page on the web makes its reader's
/// browser send (cross-site requests, DNS rebinding).
/// </summary>
internal sealed class AnonymousRule(IOptions<ApiKeyOptions> options)
{
    // What proxies, tunnels and content delivery networks add. One that adds nothing cannot be told from a program on this machine.
    private static readonly string[] Forwarding = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Original-Host", "X-Envoy-External-Address", "True-Client-IP", "Fastly-Client-IP", "CDN-Loop"];

    private static readonly string[] ForwardingPrefixes = ["X-Forwarded-", "CF-", "Fly-", "X-Azure-", "X-Amzn-"];

    /// <summary>The caller; null: the request needs a key.</summary>
    internal Caller? CallerOf(HttpContext context)
    {
        if (options.Value.Anonymous is not { } tenant) return null;
        return (IsOwnPage(context.Request) || IsAllowedPage(context.Request)) && (options.Value.AnonymousAnywhere || IsLocal(context)) ? Caller.Anonymous(tenant) : null;
    }

    /// <summary>Whether an address to listen at is reached from this machine only.</summary>
    internal static bool IsLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe || IsLoopbackHost(binding.Host);
    }

    private static bool IsLocal(HttpContext context) =>
        context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local) && IsLoopbackHost(context.Request.Host.Host) &&
        !context.Request.Headers.Keys.Any(IsForwarding);

    private static bool IsForwarding(string header) =>
        Forwarding.Contains(header, StringComparer.OrdinalIgnoreCase) || ForwardingPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsOwnPage(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none")) return false;
        var origin = request.Headers.Origin;
        return origin.Count == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    // The operator named its origin; browsers let no page claim another one.
    private bool IsAllowedPage(HttpRequest request) => request.Headers.Origin is [{ } origin] && options.Value.AllowedOrigins.Contains(origin);

    private static bool IsLoopbackHost(string? host) =>
        "localhost".Equals(host, StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
