using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>A podman of its own: storage, settings and network are below a folder and in a network namespace that go with it.</summary>
internal sealed class Podman : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rvos-podman");
    private readonly string space = $"rvos{Environment.ProcessId}";
    private readonly string[] command;

    /// <summary>Makes the namespace and a network in it.</summary>
    public Podman()
    {
        var settings = Path.Combine(folder.FullName, "containers.conf");
        File.WriteAllText(settings, $"""
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [network]
            network_config_dir = "{folder.FullName}/networks"
            """);
        command =
        [
            "env", $"CONTAINERS_CONF={settings}", "nsenter", $"--net=/run/netns/{space}", "podman", "--root", $"{folder.FullName}/root",
            "--runroot", $"{folder.FullName}/run", "--tmpdir", $"{folder.FullName}/tmp", "--runtime", "runc", "--cgroup-manager=cgroupfs", "--events-backend=file",
        ];
        ToolRun.Of(["ip", "netns", "add", space]).OutputOrThrow();
        ToolRun.Of(["ip", "-n", space, "link", "set", "lo", "up"]).OutputOrThrow();
        Run(["network", "create", Network]);
    }

    /// <summary>The network that containers share.</summary>
    public static string Network => "rvos";

    /// <summary>Runs podman and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Run(IReadOnlyList<string> arguments, string input = "") => Try(arguments, input).OutputOrThrow();

    /// <summary>Runs podman.</summary>
    public ToolRun Try(IReadOnlyList<string> arguments, string input = "") => ToolRun.Of([.. command, .. arguments], input);

    /// <summary>Runs a program in a container.</summary>
    public ToolRun Exec(string container, params string[] program) => Try(["exec", container, .. program]);

    /// <summary>Removes everything.</summary>
    public void Dispose()
    {
        Try(["pod", "rm", "--all", "--force", "--time", "1"]);
        Try(["rm", "--all", "--force", "--time", "1"]);
        Try(["system", "reset", "--force"]);
        ToolRun.Of(["ip", "netns", "delete", space]);
        // What podman has mounted below is gone now; what is left is files.
        ToolRun.Of(["rm", "-rf", "--one-file-system", folder.FullName]);
    }
}
