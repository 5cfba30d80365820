using System.Net;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Outbound;

/// <summary>Refuses, at start-up, an allow-list that cannot be read: a typing error must not open or close a door silently.</summary>
public sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var errors = new List<string>();
        foreach (var network in options.AllowedNetworks)
            if (!IPNetwork.TryParse(network, out _))
                errors.Add($"{OutboundOptions.Section}:AllowedNetworks: '{network}' is not a network in CIDR notation, such as 10.20.0.0/16");
        foreach (var host in options.AllowedHosts)
            if (!IsHostPattern(host))
                errors.Add($"{OutboundOptions.Section}:AllowedHosts: '{host}' is neither a host name nor '*.' and a host name");
        foreach (var port in options.AllowedPorts)
            if (port is < 1 or > 65535)
                errors.Add($"{OutboundOptions.Section}:AllowedPorts: {port} is not between 1 and 65535");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsHostPattern(string pattern) =>
        Uri.CheckHostName(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern) is not UriHostNameType.Unknown;
}
