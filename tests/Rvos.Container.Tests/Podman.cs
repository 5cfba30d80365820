using System.Diagnostics;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>
/// A podman of its own: storage and settings in a folder, and namespaces of mounts, network and processes. With the namespaces' first process
/// all containers end and all mounts go; it ends when this is disposed of, or when the test process dies, however it dies.
/// </summary>
internal sealed class Podman : IDisposable
{
    // Its standard input closes when the test process is done or dead. Then cgroups and files are left to remove. Where it was killed itself, a
    // later one removes them, which finds that nobody holds the lock any more.
    private const string Keeper = """
        shopt -s nullglob
        folder=$1
        clean() {
            local attempt container group left parents=
            # The kernel lets go of a cgroup some time after its last process.
            for attempt in 1 2 3 4 5 6 7 8 9 10; do
                left=
                for container in "$1"/root/overlay-containers/*/; do
                    for group in $(find /sys/fs/cgroup -depth -type d -name "*$(basename "$container")*"); do
                        rmdir "$group" 2>/dev/null || left=$group
                        parents="$parents ${group%/*}/conmon ${group%/*}"
                    done
                done
                [ -n "$left" ] || break
                sleep 0.3
            done
            for group in $parents /sys/fs/cgroup/{,*/}libpod_parent{/conmon,}; do rmdir "$group" 2>/dev/null; done
            rm -rf --one-file-system "$1"
        }
        exec 9>"$folder/new-lock" && flock 9 && mv "$folder/new-lock" "$folder/lock"
        for other in "${folder%/*}"/rvos-podman*/lock; do
            if [ "$other" != "$folder/lock" ] && flock --nonblock "$other" true; then clean "${other%/lock}"; fi
        done
        unshare --mount --net --pid --fork --kill-child bash -c '
            read -r pid _ </proc/self/stat
            mount -t proc proc /proc && mount -t tmpfs tmpfs /run && ip link set lo up && echo "$pid"
            read -r _'
        clean "$folder"
        """;

    private readonly string process;
    private readonly string[] command;
    private readonly Process keeper;

    /// <summary>Makes the namespaces and a network in them.</summary>
    /// <exception cref="InvalidOperationException">This machine does not let podman.</exception>
    public Podman()
    {
        Folder = Directory.CreateTempSubdirectory("rvos-podman").FullName;
        Environment = new() { ["CONTAINERS_CONF"] = $"{Folder}/containers.conf", ["CONTAINERS_STORAGE_CONF"] = $"{Folder}/storage.conf" };
        File.WriteAllText(Environment["CONTAINERS_CONF"], $"""
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            lock_type = "file"
            tmp_dir = "{Folder}/tmp"
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
        keeper = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", Keeper, "keeper", Folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process = keeper.StandardOutput.ReadLine() ?? "";
        command = [.. Inside("--net"), "podman"];
        try
        {
            if (process.Length == 0)
            {
                keeper.StandardInput.Close();
                throw new InvalidOperationException($"no namespaces: {keeper.StandardError.ReadToEnd()}");
            }
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

    private Dictionary<string, string> Environment { get; }

    /// <summary>Runs podman and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Run(IReadOnlyList<string> arguments, string input = "") => Try(arguments, input).OutputOrThrow();

    /// <summary>Runs podman.</summary>
    public ToolRun Try(IReadOnlyList<string> arguments, string input = "", TimeSpan? limit = null) => ToolRun.Of([.. command, .. arguments], input, limit);

    /// <summary>Runs a program of this machine, to which podman is this one, in this machine's network.</summary>
    public ToolRun TryBeside(IReadOnlyList<string> program, TimeSpan limit) => ToolRun.Of([.. Inside(), .. program], limit: limit);

    /// <summary>Runs a program in a container.</summary>
    public ToolRun Exec(string container, params string[] program) => Try(["exec", container, .. program]);

    /// <summary>Runs a program with this machine's files, as an overlay, in a container of its own.</summary>
    /// <param name="name">Of the container, and in the network.</param>
    /// <param name="options">More options of <c>podman run</c>.</param>
    /// <param name="program">Runs in it.</param>
    public string RunMachine(string name, IEnumerable<string> options, params string[] program) =>
        Run(["run", "--name", name, "--hostname", name, "--network", Network, .. options, "--rootfs", "/:O", .. program]);

    /// <summary>Kills all that runs, so that nothing is left to remove what it kept.</summary>
    public void CutOff() => keeper.Kill(entireProcessTree: true);

    /// <summary>Removes everything.</summary>
    public void Dispose()
    {
        keeper.StandardInput.Close();
        keeper.WaitForExit(TimeSpan.FromMinutes(2));
        keeper.Dispose();
    }

    private IEnumerable<string> Inside(params string[] more) =>
        ["nsenter", "--target", process, "--mount", "--pid", .. more, "env", .. Environment.Select(pair => $"{pair.Key}={pair.Value}")];
}
