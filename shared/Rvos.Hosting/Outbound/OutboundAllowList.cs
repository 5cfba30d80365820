using System.Net;

namespace Rvos.Hosting.Outbound;

/// <summary>The operator's allow-list, read once.</summary>
internal sealed class OutboundAllowList(OutboundOptions options)
{
    private readonly HashSet<string> _names = new(options.AllowedHosts.Where(h => !h.StartsWith("*.", StringComparison.Ordinal)), StringComparer.OrdinalIgnoreCase);
    private readonly string[] _suffixes = [.. options.AllowedHosts.Where(h => h.StartsWith("*.", StringComparison.Ordinal)).Select(h => h[1..])];
    private readonly IPNetwork[] _networks = [.. options.AllowedNetworks.Select(IPNetwork.Parse)];
    private readonly HashSet<int> _ports = options.AllowedPorts.Count == 0 ? [443] : [.. options.AllowedPorts];

    internal bool Names(string host) => _names.Contains(host) || _suffixes.Any(s => host.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    internal bool Contains(IPAddress address) => _networks.Any(n => n.Contains(address));

    internal bool Permits(int port) => _ports.Contains(port);
}
