using System.Buffers;
using System.Net;

namespace Rvos.Hosting.Outbound;

/// <summary>The checks of a URL that need no resolution.</summary>
internal static class OutboundUrl
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    // Names under which clouds serve credentials to whoever asks from inside.
    private static readonly HashSet<string> MetadataNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "metadata.google.internal", "metadata.goog", "metadata.azure.internal", "metadata.azure.com", "instance-data",
        "instance-data.ec2.internal", "metadata.tencentyun.com", "metadata.platformequinix.com", "metadata.packet.net", "metadata.oraclecloud.com",
    };

    internal static Uri Parse(string text, int maximumLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > maximumLength) throw new OutboundRefusedException(OutboundRefusal.Malformed, $"the URL has {text.Length} characters, more than {maximumLength}");
        // Parsers disagree about these characters; a URL that two programs read differently is not taken at all.
        if (text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\')) throw new OutboundRefusedException(OutboundRefusal.Malformed, "the URL contains a space, a control character or a backslash");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)) throw new OutboundRefusedException(OutboundRefusal.Malformed, "this is not an absolute URL, such as https://example.com/hook");
        return url;
    }

    internal static void Check(Uri url, int maximumLength)
    {
        if (!url.IsAbsoluteUri) throw new OutboundRefusedException(OutboundRefusal.Malformed, "the URL is not absolute");
        if (url.Scheme is not ("https" or "http")) throw new OutboundRefusedException(OutboundRefusal.Scheme, $"the scheme '{url.Scheme}' is not allowed, only https");
        if (url.OriginalString.Length > maximumLength) throw new OutboundRefusedException(OutboundRefusal.Malformed, $"the URL has more than {maximumLength} characters");
        if (HasUserInfo(url)) throw new OutboundRefusedException(OutboundRefusal.UserInfo, "a user name or password in the URL is not allowed");
        if (url.Host.Length == 0) throw new OutboundRefusedException(OutboundRefusal.Malformed, "the URL has no host");
    }

    /// <summary>The host as it is looked up: ASCII, lower case, no brackets, no trailing dot.</summary>
    internal static string HostOf(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        return host.Length > 0 ? host : throw new OutboundRefusedException(OutboundRefusal.Malformed, "the URL has no host");
    }

    internal static void CheckName(string host)
    {
        if (host is "localhost" or "localhost.localdomain" or "ip6-localhost" or "ip6-loopback" || host.EndsWith(".localhost", StringComparison.Ordinal))
            throw new OutboundRefusedException(OutboundRefusal.HostName, $"the host '{host}' is this machine, not a public receiver");
        if (MetadataNames.Contains(host)) throw new OutboundRefusedException(OutboundRefusal.HostName, $"the host '{host}' is a metadata service");
        if (IsNumber(host[(host.LastIndexOf('.') + 1)..])) throw new OutboundRefusedException(OutboundRefusal.HostName, $"the host '{host}' is neither a name nor an address");
    }

    /// <summary>The address that the host is, where it is one in any notation; null for a name.</summary>
    internal static IPAddress? AddressOf(Uri url, string host) =>
        IPAddress.TryParse(url.HostNameType == UriHostNameType.IPv6 ? url.DnsSafeHost : host, out var address) ? address : null;

    // An empty one too ("https://@host"), which Uri.UserInfo does not show.
    private static bool HasUserInfo(Uri url)
    {
        var rest = url.OriginalString.AsSpan(url.OriginalString.IndexOf(':') + 1).TrimStart('/');
        var end = rest.IndexOfAny('/', '?', '#');
        return url.UserInfo.Length > 0 || (end < 0 ? rest : rest[..end]).Contains('@');
    }

    // A name whose last label is a number may be taken for an address by a resolver (WHATWG URL, section 3.5).
    private static bool IsNumber(string label) =>
        label.Length > 0 && (label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0));
}
