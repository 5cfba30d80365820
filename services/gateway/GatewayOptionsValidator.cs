using System.Net;
using Microsoft.Extensions.Options;

namespace Rvos.Gateway;

/// <summary>What attributes cannot say about <see cref="GatewayOptions"/>.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        (string Setting, string Value)[] addresses = [(nameof(options.Ingestion), options.Ingestion), (nameof(options.Notifications), options.Notifications), (nameof(options.Metrics), options.Metrics)];
        var wrong = addresses.Where(pair => pair.Value.Length > 0 && !IsAddress(pair.Value)).Select(pair => $"{GatewayOptions.Section}:{pair.Setting}: '{pair.Value}' is not an address such as http://host:8080");
        var networks = options.TrustedProxies.Where(network => !IPNetwork.TryParse(network, out _)).Select(network => $"{GatewayOptions.Section}:TrustedProxies: '{network}' is not a network such as 10.0.0.0/8");
        var health = options.HealthPath is { } path && !path.StartsWith('/') ? [$"{GatewayOptions.Section}:HealthPath: a path begins with '/'"] : Array.Empty<string>();
        string[] failures = [.. wrong, .. networks, .. health];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
