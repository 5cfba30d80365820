using System.Net;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Outbound;

/// <summary>
/// Decides whether a URL that a user named may be requested (server-side request forgery, CWE-918). All addresses of a name
/// are judged, and one bad address refuses it. The connection is then made to a vetted address, see <see cref="OutboundConnector"/>.
/// </summary>
public sealed class OutboundGuard(IOptions<OutboundOptions> options, IHostResolver resolver)
{
    // More are a sign of play; trying them all would take a connection's time too.
    private const int MaximumAddresses = 32;

    private readonly OutboundAllowList _allow = new(options.Value);
    private readonly int _maximumLength = options.Value.MaximumUrlLength;

    /// <summary>Reads a URL that a user typed.</summary>
    /// <exception cref="OutboundRefusedException">It is not an absolute URL, is too long, or programs may read it differently.</exception>
    public Uri Parse(string text)
    {
        var url = OutboundUrl.Parse(text, _maximumLength);
        OutboundUrl.Check(url, _maximumLength);
        return url;
    }

    /// <summary>Checks a URL when it is given, so that the user hears at once that it will never be requested.</summary>
    /// <exception cref="OutboundRefusedException">It is refused; the message says why.</exception>
    public async Task ValidateAsync(Uri target, CancellationToken cancellation = default) => await VetAsync(target, cancellation);

    /// <summary>Checks a URL that a user typed, as <see cref="ValidateAsync"/> does; why it is refused, for a 4xx answer, or null when it is not.</summary>
    public async Task<string?> FindRefusalAsync(string text, CancellationToken cancellation = default)
    {
        try
        {
            await ValidateAsync(Parse(text), cancellation);
            return null;
        }
        catch (OutboundRefusedException e)
        {
            return e.Message;
        }
    }

    /// <summary>Checks what needs no resolution: scheme, user-info, host name, length.</summary>
    /// <exception cref="OutboundRefusedException">It is refused; the message says why.</exception>
    public void CheckUrl(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        OutboundUrl.Check(target, _maximumLength);
        var host = OutboundUrl.HostOf(target);
        if (OutboundUrl.AddressOf(target, host) is null && !_allow.Names(host)) OutboundUrl.CheckName(host);
    }

    /// <summary>The addresses that a connection for this URL may be made to, at least one, in the resolver's order.</summary>
    /// <exception cref="OutboundRefusedException">It is refused; the message says why.</exception>
    public async Task<IReadOnlyList<IPAddress>> VetAsync(Uri target, CancellationToken cancellation)
    {
        CheckUrl(target);
        var host = OutboundUrl.HostOf(target);
        var literal = OutboundUrl.AddressOf(target, host);
        var found = literal is null ? await resolver.ResolveAsync(host, cancellation) : [literal];
        if (found.Count is 0 or > MaximumAddresses)
            throw new OutboundRefusedException(OutboundRefusal.Unresolvable, $"the host '{host}' {(found.Count == 0 ? "has no address" : $"has more than {MaximumAddresses} addresses")}");
        IPAddress[] addresses = [.. found.Select(SpecialAddresses.Canonical)];
        var named = _allow.Names(host);
        foreach (var address in addresses)
            if (SpecialAddresses.Describe(address) is { } what && (SpecialAddresses.IsMetadata(address) || !(named || _allow.Contains(address))))
                throw new OutboundRefusedException(OutboundRefusal.Address, $"the host '{host}' {(literal is null ? "resolves to" : "is")} {what} address, not a public one");
        if (!named && !addresses.All(_allow.Contains)) CheckDoor(target, host);
        return addresses;
    }

    private void CheckDoor(Uri target, string host)
    {
        if (target.Scheme != Uri.UriSchemeHttps) throw new OutboundRefusedException(OutboundRefusal.Scheme, $"the scheme '{target.Scheme}' is not allowed for the host '{host}', only https");
        if (!_allow.Permits(target.Port)) throw new OutboundRefusedException(OutboundRefusal.Port, $"the port {target.Port} is not allowed for the host '{host}'");
    }
}
