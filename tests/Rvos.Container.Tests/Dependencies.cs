using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;
using Rvos.Testing.Servers;

namespace Rvos.Container.Tests;

/// <summary>
/// RabbitMQ, PostgreSQL and Azurite as containers under the names that the chart gives them, with the passwords of the chart's secrets. Their
/// public images cannot be had everywhere: their programs are this machine's, whose file system the containers see through an overlay.
/// </summary>
internal static class Dependencies
{
    /// <summary>Starts them.</summary>
    /// <param name="podman">Runs them.</param>
    /// <param name="secrets">By name, what scripts/create-secrets.sh made.</param>
    public static void Start(Podman podman, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> secrets)
    {
        var rabbit = secrets["rvos-rabbitmq"];
        Run(podman, "rvos-rabbitmq", "0", new()
        {
            ["HOME"] = "/tmp/rabbit",
            ["RABBITMQ_NODENAME"] = "rabbit@localhost",
            ["RABBITMQ_MNESIA_BASE"] = "/tmp/rabbit/mnesia",
            ["RABBITMQ_LOG_BASE"] = "/tmp/rabbit/log",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = "/tmp/rabbit/plugins",
            ["RABBITMQ_CONFIG_FILE"] = "/tmp/rabbit/rabbitmq.conf",
            ["RVOS_USER"] = rabbit["username"],
            ["RVOS_PASSWORD"] = rabbit["password"],
        }, $$"""
            mkdir -p /tmp/rabbit
            echo '[rabbitmq_management].' >/tmp/rabbit/plugins
            printf 'default_user = %s\ndefault_pass = %s\n' "$RVOS_USER" "$RVOS_PASSWORD" >/tmp/rabbit/rabbitmq.conf
            exec {{ServerTools.RabbitMqFolder}}/rabbitmq-server
            """);
        Run(podman, "rvos-postgresql", "65534", new() { ["RVOS_PASSWORD"] = secrets["rvos-postgresql"]["password"] }, $$"""
            set -e
            mkdir /tmp/postgres
            printf %s "$RVOS_PASSWORD" >/tmp/postgres/password
            {{ServerTools.PostgresFolder}}/initdb -D /tmp/postgres/data -U rvos --pwfile=/tmp/postgres/password -A scram-sha-256 --no-sync >/dev/null
            echo 'host all all all scram-sha-256' >>/tmp/postgres/data/pg_hba.conf
            printf 'create database rvos;\n' | {{ServerTools.PostgresFolder}}/postgres --single -D /tmp/postgres/data postgres >/dev/null
            exec {{ServerTools.PostgresFolder}}/postgres -D /tmp/postgres/data -k /tmp -c "listen_addresses=*" -c fsync=off
            """);
        Run(podman, "rvos-blobs", "0", new() { ["AZURITE_ACCOUNTS"] = secrets["rvos-blobs"]["accounts"] }, $"""
            exec node {ServerTools.AzuriteScript} --silent --disableTelemetry --skipApiVersionCheck --disableProductStyleUrl --location /tmp/azurite --blobHost 0.0.0.0 --blobPort 10000
            """);
    }

    /// <summary>The secrets of scripts/create-secrets.sh, known to podman too, by name.</summary>
    public static Dictionary<string, IReadOnlyDictionary<string, string>> MakeSecrets(Podman podman)
    {
        var made = Manifests.Read(ToolRun.Of([DeploymentTools.RepositoryPath("scripts/create-secrets.sh"), "rvos"]).OutputOrThrow()).OfKind("Secret")
            .ToDictionary(o => o.Name, o => KubeObject.Strings(o.Json["stringData"]));
        foreach (var (name, values) in made)
        {
            var encoded = values.ToDictionary(pair => pair.Key, pair => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pair.Value)));
            podman.Run(["secret", "create", name, "-"], System.Text.Json.JsonSerializer.Serialize(encoded));
        }
        return made;
    }

    private static void Run(Podman podman, string name, string user, Dictionary<string, string> environment, string script) => podman.RunMachine(
        name, ["--detach", "--user", user, .. environment.SelectMany(pair => new[] { "--env", $"{pair.Key}={pair.Value}" })], "sh", "-c", script);
}
