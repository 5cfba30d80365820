using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Rvos.Hosting.Outbound;

/// <summary>
/// Which addresses are not public receivers, after IANA's special-purpose registries (RFC 6890), including IPv6 forms that
/// carry an IPv4 address: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP (RFC 5214).
/// </summary>
public static class SpecialAddresses
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    // Metadata services of clouds. The Azure one is a public address, Oracle's and Alibaba's lie in shared space.
    private static readonly HashSet<IPAddress> Metadata =
    [
        .. new[] { "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254" }.Select(IPAddress.Parse),
    ];

    private static readonly (IPNetwork Network, string What)[] Networks =
    [
        .. new (string, string)[]
        {
            ("0.0.0.0/8", "an unspecified"), ("10.0.0.0/8", "a private"), ("100.64.0.0/10", "a carrier-grade NAT"),
            ("127.0.0.0/8", "a loopback"), ("169.254.0.0/16", "a link-local"), ("172.16.0.0/12", "a private"),
            ("192.0.0.0/24", "a protocol-assignment"), ("192.0.2.0/24", "a documentation"), ("192.31.196.0/24", "an AS112"),
            ("192.52.193.0/24", "an AMT relay"), ("192.175.48.0/24", "an AS112"), ("2620:4f:8000::/48", "an AS112"), ("192.88.99.0/24", "a 6to4 relay"),
            ("192.168.0.0/16", "a private"), ("198.18.0.0/15", "a benchmark"), ("198.51.100.0/24", "a documentation"),
            ("203.0.113.0/24", "a documentation"), ("224.0.0.0/4", "a multicast"), ("240.0.0.0/4", "a reserved"),
            ("::/128", "an unspecified"), ("::1/128", "a loopback"), ("fc00::/7", "a unique-local"), ("fe80::/10", "a link-local"),
            ("fec0::/10", "a site-local"), ("ff00::/8", "a multicast"), ("100::/64", "a discard-only"), ("2001::/32", "a Teredo"),
            ("2001:2::/48", "a benchmark"), ("2001:10::/28", "an ORCHID"), ("2001:20::/28", "an ORCHID"), ("2001:db8::/32", "a documentation"),
            ("2001::/23", "a protocol-assignment"), ("3fff::/20", "a documentation"), ("64:ff9b:1::/48", "a local NAT64"),
        }.Select(n => (IPNetwork.Parse(n.Item1), n.Item2)),
    ];

    /// <summary>Whether a cloud's metadata service answers at this address, in any of its forms.</summary>
    public static bool IsMetadata(IPAddress address) => Metadata.Contains(Canonical(address)) || (Carried(Canonical(address)) is { } inner && Metadata.Contains(inner));

    /// <summary>What an address is when it is not a public one, as in "a loopback"; null for a public address.</summary>
    public static string? Describe(IPAddress address)
    {
        var plain = Canonical(address);
        if (IsMetadata(plain)) return "a metadata service's";
        foreach (var (network, what) in Networks)
            if (network.Contains(plain)) return what;
        if (Carried(plain) is { } inner && Describe(inner) is { } carried) return carried;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(plain) && !Nat64.Contains(plain)) return "a reserved";
        return null;
    }

    /// <summary>The address without its scope, and the IPv4 address where it is an IPv4-mapped one.</summary>
    public static IPAddress Canonical(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
    }

    private static IPAddress? Carried(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (SixToFour.Contains(address)) return new IPAddress(bytes[2..6]);
        var isatap = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) is 0x00005efe or 0x02005efe;
        return isatap || Nat64.Contains(address) || Compatible.Contains(address) ? new IPAddress(bytes[12..]) : null;
    }
}
