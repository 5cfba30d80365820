using System.Text.Json.Nodes;

namespace Rvos.Deployment.Tests.Model;

/// <summary>
/// What network policies come to, by Kubernetes' rules: a pod that some policy selects may only do what the policies that select it
/// allow, taken together; a connection needs both ends to allow it.
/// </summary>
internal sealed class NetworkRules(IEnumerable<KubeObject> policies)
{
    private readonly KubeObject[] policies = [.. policies];

    /// <summary>Whether a pod may open a connection to another one of the same namespace.</summary>
    /// <param name="from">Labels of the one.</param>
    /// <param name="to">Labels of the other.</param>
    /// <param name="port">TCP port.</param>
    public bool Allows(IReadOnlyDictionary<string, string> from, IReadOnlyDictionary<string, string> to, int port) =>
        Side(from, "Egress", "to", port, peer => IsPod(peer, to)) && Side(to, "Ingress", "from", port, peer => IsPod(peer, from));

    /// <summary>Whether a pod may open a connection to an address that is no pod's.</summary>
    /// <param name="from">Its labels.</param>
    /// <param name="address">IPv4 or IPv6.</param>
    /// <param name="port">TCP port.</param>
    public bool AllowsOut(IReadOnlyDictionary<string, string> from, string address, int port) =>
        Side(from, "Egress", "to", port, peer => IsAddress(peer, address));

    /// <summary>Whether anything from outside the namespace that has some labels' namespace may connect to a pod.</summary>
    /// <param name="fromNamespace">Name of the namespace.</param>
    /// <param name="to">Labels of the pod.</param>
    /// <param name="port">TCP port.</param>
    public bool AllowsIn(string fromNamespace, IReadOnlyDictionary<string, string> to, int port)
    {
        var labels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = fromNamespace };
        return Side(to, "Ingress", "from", port, peer => peer["namespaceSelector"] is { } selector && Selects(selector, labels));
    }

    /// <summary>Whether any policy selects the pod for a direction; where none does everything is allowed.</summary>
    public bool Denies(IReadOnlyDictionary<string, string> pod, string direction) => policies.Any(policy => Applies(policy, pod, direction));

    private bool Side(IReadOnlyDictionary<string, string> pod, string direction, string peers, int port, Func<JsonNode, bool> matches)
    {
        var mine = policies.Where(policy => Applies(policy, pod, direction)).ToArray();
        if (mine.Length == 0) return true;
        return mine.SelectMany(policy => policy.Spec[direction.ToLowerInvariant()]?.AsArray() ?? []).Any(rule =>
            (rule!["ports"] is not { } ports || ports.AsArray().Any(p => (string)p!["protocol"]! == "TCP" && (int)p["port"]! == port)) &&
            (rule[peers] is not { } list || list.AsArray().Any(peer => matches(peer!))));
    }

    private static bool Applies(KubeObject policy, IReadOnlyDictionary<string, string> pod, string direction) =>
        policy.Spec["policyTypes"]!.AsArray().Any(type => (string)type! == direction) && Selects(policy.Spec["podSelector"]!, pod);

    private static bool IsPod(JsonNode peer, IReadOnlyDictionary<string, string> pod) =>
        peer["namespaceSelector"] is null && peer["podSelector"] is { } selector && Selects(selector, pod);

    private static bool IsAddress(JsonNode peer, string address)
    {
        if (peer["ipBlock"] is not { } block) return false;
        var ip = System.Net.IPAddress.Parse(address);
        bool In(JsonNode? network) => System.Net.IPNetwork.Parse((string)network!) is var parsed && parsed.BaseAddress.AddressFamily == ip.AddressFamily && parsed.Contains(ip);
        return In(block["cidr"]) && !(block["except"]?.AsArray() ?? []).Any(In);
    }

    private static bool Selects(JsonNode selector, IReadOnlyDictionary<string, string> labels) =>
        KubeObject.Strings(selector["matchLabels"]).All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value) &&
        (selector["matchExpressions"]?.AsArray() ?? []).All(expression => (string)expression!["operator"]! == "In"
            ? expression["values"]!.AsArray().Any(value => (string)value! == labels.GetValueOrDefault((string)expression["key"]!))
            : throw new NotSupportedException($"operator {expression["operator"]}"));
}
