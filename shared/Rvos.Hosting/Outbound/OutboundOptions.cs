using System.ComponentModel.DataAnnotations;

namespace Rvos.Hosting.Outbound;

/// <summary>Where requests to addresses that a user names may go; configuration section <c>Rvos:Outbound</c>.</summary>
public sealed class OutboundOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Outbound";

    /// <summary>
    /// Host names that the operator trusts, as <c>name.example</c> or <c>*.example</c> (every name below it). They may
    /// resolve to private addresses, use plain http and any port. Default: none. Metadata addresses stay refused.
    /// </summary>
    public IList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Networks in CIDR notation that the operator trusts, such as <c>10.20.0.0/16</c>: a host all of whose addresses
    /// lie in them may use plain http and any port. Default: none. Metadata addresses stay refused.
    /// </summary>
    public IList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Ports that hosts not on an allow-list may be reached at, each 1 to 65535; when empty (the default), 443 alone.</summary>
    public IList<int> AllowedPorts { get; init; } = [];

    /// <summary>The longest URL taken, in characters. Default 2,048.</summary>
    [Range(16, 65536)]
    public int MaximumUrlLength { get; init; } = 2048;
}
