using System.CommandLine;
using Rvos.Cli.Keys;
using Rvos.Gateway.Keys;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos keys</c>: the API keys of a gateway.</summary>
internal static class KeysCommand
{
    internal static Command Create() => new("keys", "Make, list and revoke the API keys of a gateway or of 'rvos serve', in its database.\n\n" +
        "The database is that of --database; otherwise of the settings Rvos:Database (Rvos__Database__Provider and\n" +
        "Rvos__Database__ConnectionString in the environment); otherwise the file data/rvos.db.") { Make(), List(), Revoke() };

    private static Command Make()
    {
        var tenant = new Option<string>("--tenant") { Description = "whose requests it makes: keys of a tenant see the same videos and jobs, and no others", Required = true, HelpName = "TENANT" };
        var name = new Option<string>("--name") { Description = "a name for people", DefaultValueFactory = _ => "", HelpName = "TEXT" };
        var scopes = new Option<string[]>("--scope") { Description = $"what it may do: {string.Join(", ", KeyScope.All)} (again for more; default: {string.Join(", ", KeyScope.Default)})", HelpName = "SCOPE" };
        var rate = new Option<int?>("--requests-per-minute") { Description = "default: the gateway's", HelpName = "N" };
        var quota = new Option<int?>("--job-quota") { Description = "unfinished jobs at once; default: the gateway's", HelpName = "N" };
        var expires = new Option<string?>("--expires") { Description = "days from now, such as 90d, or a time, such as 2030-01-31T12:00:00Z; default: never", HelpName = "WHEN" };
        var (database, json) = (Database(), Json());
        var command = new Command("create", "Make a key. It is printed once, alone on stdout: only its hash is kept.") { tenant, name, scopes, rate, quota, expires, database, json };
        command.SetAction((parsed, cancellation) => new KeyCommands(parsed.GetValue(database), parsed.GetValue(json), TimeProvider.System).CreateAsync(new NewKey
        {
            Tenant = parsed.GetValue(tenant)!,
            Name = parsed.GetValue(name)!,
            Scopes = parsed.GetValue(scopes) is { Length: > 0 } given ? given : KeyScope.Default,
            RequestsPerMinute = parsed.GetValue(rate),
            JobQuota = parsed.GetValue(quota),
            ExpiresAt = parsed.GetValue(expires) is { } text ? KeyExpiry.Parse(text, TimeProvider.System.GetUtcNow()) : null,
        }, cancellation));
        return command;
    }

    private static Command List()
    {
        var tenant = new Option<string?>("--tenant") { Description = "only this one's", HelpName = "TENANT" };
        var (database, json) = (Database(), Json());
        var command = new Command("list", "List keys, revoked and expired ones too.") { tenant, database, json };
        command.SetAction((parsed, cancellation) => new KeyCommands(parsed.GetValue(database), parsed.GetValue(json), TimeProvider.System).ListAsync(parsed.GetValue(tenant), cancellation));
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "the key's id, key_…" };
        var (database, json) = (Database(), Json());
        var command = new Command("revoke", "Revoke a key for good. Gateways that know it refuse it within seconds.") { id, database, json };
        command.SetAction((parsed, cancellation) => new KeyCommands(parsed.GetValue(database), parsed.GetValue(json), TimeProvider.System).RevokeAsync(parsed.GetValue(id)!, cancellation));
        return command;
    }

    private static Option<string?> Database() => new("--database") { Description = "a file of SQLite, or a connection string of PostgreSQL (Host=…;Database=…)", HelpName = "FILE|CONNECTION" };

    private static Option<bool> Json() => new("--json") { Description = "print JSON" };
}
