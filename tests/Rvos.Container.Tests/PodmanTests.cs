namespace Rvos.Container.Tests;

/// <summary>What is left of a podman that ended.</summary>
[Collection(OneByOne)]
public sealed class PodmanTests
{
    /// <summary>Tests that do not run at the same time.</summary>
    internal const string OneByOne = "podman";

    [Fact]
    public void Podman_Disposed_LeavesNothing()
    {
        if (ContainerTools.Missing is { } missing) Assert.Skip(missing);
        var (podman, container) = Start();
        podman.Dispose();
        Assert.Empty(Traces(podman, container));
    }

    [Fact]
    public void Podman_AllKilled_NextOneRemovesWhatIsLeft()
    {
        if (ContainerTools.Missing is { } missing) Assert.Skip(missing);
        var (podman, container) = Start();
        podman.CutOff();
        Assert.True(Directory.Exists(podman.Folder));
        using (var next = new Podman()) Assert.NotEqual(podman.Folder, next.Folder);
        Assert.Empty(Traces(podman, container));
        podman.Dispose();
    }

    private static (Podman Podman, string Container) Start()
    {
        var podman = new Podman();
        var container = podman.RunMachine("lasting", ["--detach"], "sleep", "3600").Trim();
        Assert.Equal("true", podman.Run(["inspect", "--format", "{{.State.Running}}", "lasting"]).Trim());
        Assert.NotEmpty(Traces(podman, container));
        return (podman, container);
    }

    // Processes, cgroups, mounts, files.
    private static IEnumerable<string> Traces(Podman podman, string container) =>
        Directory.EnumerateDirectories("/proc").Where(folder => Named(folder, podman.Folder) || Named(folder, container))
            .Concat(Directory.EnumerateDirectories("/sys/fs/cgroup", $"*{container}*", SearchOption.AllDirectories))
            .Concat(File.ReadLines("/proc/mounts").Where(line => line.Contains(podman.Folder, StringComparison.Ordinal)))
            .Concat(new[] { podman.Folder }.Where(Directory.Exists));

    // Whether a process's command line has a text in it.
    private static bool Named(string process, string text)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is no process, or not any more.
            return false;
        }
    }
}
