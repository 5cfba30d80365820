using System.Diagnostics;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>
/// A podman of its own: storage, settings and a network namespace that go when this is disposed of, or when the test process dies, however it dies.
/// </summary>
internal sealed class Podman : IDisposable
{
    // Standard input closes when the test process is done or dead. What containers leave to their end is not waited for.
    private const string Keeper = """
        read -r _
        folder=$1 space=$2
        shift 2
        "$@" pod rm --all --force --time 0
        "$@" rm --all --force --time 0
        "$@" system reset --force
        ip netns delete "$space"
        grep -o " $folder[^ ]*" /proc/mounts | sort -r | xargs -r umount --lazy
        rm -rf --one-file-system "$folder"
        """;

    private readonly string[] command;
    private readonly Process keeper;

    /// <summary>Makes the namespace and a network in it.</summary>
    /// <exception cref="InvalidOperationException">This machine does not let podman.</exception>
    public Podman()
    {
        // Podman locks sockets below it, whose paths are short.
        Folder = Directory.CreateTempSubdirectory("rvos-podman").FullName;
        var space = Path.GetFileName(Folder);
        Environment = new() { ["CONTAINERS_CONF"] = $"{Folder}/containers.conf", ["CONTAINERS_STORAGE_CONF"] = $"{Folder}/storage.conf" };
        File.WriteAllText(Environment["CONTAINERS_CONF"], $"""
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            lock_type = "file"
            static_dir = "{Folder}/static"
            tmp_dir = "{Folder}/tmp"
            volume_path = "{Folder}/volumes"
            [network]
            network_backend = "netavark"
            network_config_dir = "{Folder}/networks"
            """);
        File.WriteAllText(Environment["CONTAINERS_STORAGE_CONF"], $"""
            [storage]
            driver = "overlay"
            graphroot = "{Folder}/root"
            runroot = "{Folder}/run"
            """);
        command = ["nsenter", $"--net=/run/netns/{space}", "env", .. Environment.Select(pair => $"{pair.Key}={pair.Value}"), "podman"];
        keeper = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", Keeper, "keeper", Folder, space, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        keeper.OutputDataReceived += (_, _) => { };
        keeper.ErrorDataReceived += (_, _) => { };
        keeper.BeginOutputReadLine();
        keeper.BeginErrorReadLine();
        try
        {
            ToolRun.Of(["ip", "netns", "add", space]).OutputOrThrow();
            ToolRun.Of(["ip", "-n", space, "link", "set", "lo", "up"]).OutputOrThrow();
            Run(["network", "create", Network]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The network that containers share.</summary>
    public static string Network => "rvos";

    /// <summary>All that it keeps is below it.</summary>
    public string Folder { get; }

    /// <summary>With these variables podman is this one, in whichever network.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>Runs podman and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Run(IReadOnlyList<string> arguments, string input = "") => Try(arguments, input).OutputOrThrow();

    /// <summary>Runs podman.</summary>
    public ToolRun Try(IReadOnlyList<string> arguments, string input = "") => ToolRun.Of([.. command, .. arguments], input);

    /// <summary>Runs a program in a container.</summary>
    public ToolRun Exec(string container, params string[] program) => Try(["exec", container, .. program]);

    /// <summary>Runs a program with this machine's files, as an overlay, in a container of its own.</summary>
    /// <param name="name">Of the container, and in the network.</param>
    /// <param name="options">More options of <c>podman run</c>.</param>
    /// <param name="program">Runs in it.</param>
    public string RunMachine(string name, IEnumerable<string> options, params string[] program) =>
        Run(["run", "--name", name, "--hostname", name, "--network", Network, .. options, "--rootfs", "/:O", .. program]);

    /// <summary>Removes everything.</summary>
    public void Dispose()
    {
        keeper.StandardInput.Close();
        keeper.WaitForExit(TimeSpan.FromMinutes(2));
        keeper.Dispose();
    }
}
