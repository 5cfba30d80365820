using System.Globalization;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Gateway.Keys;
using Spectre.Console;

namespace Rvos.Cli.Keys;

/// <summary>What <c>rvos keys</c> does.</summary>
/// <param name="database">As <see cref="KeyDatabase.OpenAsync"/> takes it.</param>
/// <param name="json">Whether JSON is printed.</param>
/// <param name="time">Tells when keys are made and revoked.</param>
internal sealed class KeyCommands(string? database, bool json, TimeProvider time)
{
    internal async Task<int> CreateAsync(NewKey request, CancellationToken cancellation)
    {
        // Before a database is made for a key that cannot be.
        request.Check(time.GetUtcNow());
        await using var opened = await KeyDatabase.OpenAsync(database, mayCreate: true, time, cancellation);
        var made = await new KeyStore(opened, time).CreateAsync(request, cancellation);
        if (json) return Print(KeyView.Of(made.Key, time.GetUtcNow(), made.Secret));
        await Console.Error.WriteLineAsync($"{made.Key.Id} of {made.Key.Tenant}: {string.Join(", ", made.Key.Scopes)}. Keep it now, it cannot be shown again:");
        Console.WriteLine(made.Secret.Reveal());
        return ExitCode.Done;
    }

    internal async Task<int> ListAsync(string? tenant, CancellationToken cancellation)
    {
        await using var opened = await KeyDatabase.OpenAsync(database, mayCreate: false, time, cancellation);
        var now = time.GetUtcNow();
        var keys = (await new KeyStore(opened, time).ListAsync(tenant, cancellation)).Select(key => KeyView.Of(key, now)).ToArray();
        if (json) return Print(keys);
        // A pipe has no width: an id must not be broken in two there.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 300;
        var table = new Table().RoundedBorder().AddColumns("id", "tenant", "name", "scopes", "requests/min", "jobs", "state", "created", "expires", "last used");
        foreach (var key in keys) table.AddRow([.. Cells(key).Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    internal async Task<int> RevokeAsync(string id, CancellationToken cancellation)
    {
        await using var opened = await KeyDatabase.OpenAsync(database, mayCreate: false, time, cancellation);
        var store = new KeyStore(opened, time);
        if (!await store.RevokeAsync(id, cancellation)) throw new ArgumentException($"there is no key '{id}'; 'rvos keys list' lists them");
        if (json) return Print(KeyView.Of((await store.ListAsync(null, cancellation)).First(key => key.Id == id), time.GetUtcNow()));
        Console.WriteLine($"{id} is revoked");
        return ExitCode.Done;
    }

    private static int Print<T>(T value)
    {
        Console.WriteLine(JsonSerializer.Serialize(value, KeyView.Json));
        return ExitCode.Done;
    }

    private static string[] Cells(KeyView key) =>
    [
        key.Id, key.Tenant, key.Name, string.Join(' ', key.Scopes), Number(key.RequestsPerMinute), Number(key.JobQuota), key.State,
        Day(key.CreatedAt), Day(key.ExpiresAt) ?? "never", Day(key.LastUsedAt) ?? "never",
    ];

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "default";

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string? Day(DateTimeOffset? time) => time is { } known ? Day(known) : null;
}
