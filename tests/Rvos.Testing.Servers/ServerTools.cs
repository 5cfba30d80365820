using System.Security.Cryptography;

namespace Rvos.Testing.Servers;

/// <summary>Where the programs of the test servers are; <c>scripts/install-test-servers.sh</c> brings what is missing.</summary>
public static class ServerTools
{
    private const string Remedy = "run scripts/install-test-servers.sh";

    /// <summary>Folder of Debian's RabbitMQ programs.</summary>
    public static string RabbitMqFolder => "/usr/lib/rabbitmq/bin";

    /// <summary>Folder of the newest PostgreSQL's programs, or null.</summary>
    public static string? PostgresFolder { get; } = FindPostgres();

    /// <summary>Azurite's main script for blobs, or null.</summary>
    public static string? AzuriteScript { get; } = Find("azurite", "node_modules/azurite/dist/src/blob/main.js");

    /// <summary>Folder of the tus client's node_modules, or null.</summary>
    public static string? TusFolder { get; } = Path.GetDirectoryName(Path.GetDirectoryName(Find("tus", "node_modules/tus-js-client/package.json")));

    /// <summary>Chromium.</summary>
    public static string Chromium => "/usr/bin/chromium";

    /// <summary>What is not installed of all three and how to get it, or null.</summary>
    public static string? Missing => MissingRabbitMq ?? MissingPostgres ?? MissingAzurite;

    /// <summary>Why <see cref="RabbitMqServer"/> cannot start here, or null.</summary>
    public static string? MissingRabbitMq =>
        File.Exists(Path.Combine(RabbitMqFolder, "rabbitmq-server")) ? null : $"RabbitMQ is not installed: {Remedy}";

    /// <summary>Why <see cref="PostgresServer"/> cannot start here, or null.</summary>
    public static string? MissingPostgres => PostgresFolder is not null ? null : $"PostgreSQL is not installed: {Remedy}";

    /// <summary>Why <see cref="AzuriteServer"/> cannot start here, or null.</summary>
    public static string? MissingAzurite => AzuriteScript is not null ? null : $"Azurite is not installed: {Remedy}";

    /// <summary>Why the tus client cannot be run here, or null.</summary>
    public static string? MissingTus => TusFolder is not null ? null : $"tus-js-client is not installed: {Remedy}";

    /// <summary>Why a browser cannot be started here, or null.</summary>
    public static string? MissingChromium => File.Exists(Chromium) ? null : $"Chromium is not installed: {Remedy}";

    private static string? FindPostgres()
    {
        const string versions = "/usr/lib/postgresql";
        if (!Directory.Exists(versions)) return null;
        return Directory.GetDirectories(versions)
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")));
    }

    // The folder's name carries the hash of the lock file, as the script writes it.
    private static string? Find(string name, string file)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var locked = Path.Combine(folder, $"tests/Rvos.Testing.Servers/{name}/package-lock.json");
            if (!File.Exists(locked)) continue;
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(locked)))[..12];
            var found = Path.Combine(folder, $".cache/test-servers/{name}-{hash}", file);
            return File.Exists(found) ? found : null;
        }
        return null;
    }
}
