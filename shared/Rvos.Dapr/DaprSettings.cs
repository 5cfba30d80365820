using System.ComponentModel.DataAnnotations;
using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Rvos.Hosting.Http;

namespace Rvos.Dapr;

/// <summary>The settings as they are when the host is built: before anything is registered that they decide on. No record, whose text would show the tokens.</summary>
internal sealed class DaprSettings
{
    // Dapr's own names.
    private const string ApiTokenVariable = "DAPR_API_TOKEN", AppTokenVariable = "APP_API_TOKEN";

    private readonly string? _apiToken;

    private DaprSettings(DaprOptions options, string? apiToken, string? appToken) => (Options, _apiToken, AppToken) = (options, apiToken, appToken);

    /// <summary>Valid.</summary>
    internal DaprOptions Options { get; }

    /// <summary>What the sidecar tells the host; null for nothing.</summary>
    internal string? AppToken { get; }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="DaprStartException">They are wrong.</exception>
    internal static DaprSettings Read(IConfiguration configuration)
    {
        var options = Bind(configuration);
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)) throw Wrong(string.Join(" ", results.Select(r => r.ErrorMessage)));
        if (options.Secrets.Count > 0 && string.IsNullOrEmpty(options.SecretStore)) throw Wrong("SecretStore is needed for the Secrets.");
        if (options.Tenant is { } tenant && !TenantHeader.IsTenant(tenant)) throw Wrong($"'{Problems.Short(tenant)}' is no tenant.");
        return new DaprSettings(options, TextOf(configuration[ApiTokenVariable]), TextOf(configuration[AppTokenVariable]));
    }

    /// <summary>That only the sidecar can bring videos.</summary>
    /// <exception cref="DaprStartException">Anybody could.</exception>
    internal void CheckDoor()
    {
        if (Options.AppPort is null && AppToken is null) throw Wrong($"with a Tenant, either AppPort or the environment's {AppTokenVariable} is needed: otherwise anybody could bring videos, and not the sidecar alone.");
    }

    /// <summary>Has a client speak to the sidecar.</summary>
    internal void Apply(DaprClientBuilder client)
    {
        if (Options.GrpcEndpoint is { } endpoint) client.UseGrpcEndpoint(endpoint.AbsoluteUri);
        if (_apiToken is not null) client.UseDaprApiToken(_apiToken);
    }

    private static DaprOptions Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(DaprOptions.Section).Get<DaprOptions>() ?? new DaprOptions();
        }
        catch (InvalidOperationException e)
        {
            throw Wrong(e.Message);
        }
    }

    private static string? TextOf(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static DaprStartException Wrong(string what) => new($"{DaprOptions.Section}: {what}");
}
