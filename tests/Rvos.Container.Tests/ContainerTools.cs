using Rvos.Deployment.Tests.Tools;
using Rvos.Testing.Servers;

namespace Rvos.Container.Tests;

/// <summary>Whether images can be built and run here; <c>scripts/install-container-tools.sh</c> brings the programs.</summary>
internal static class ContainerTools
{
    private static readonly string[] Programs = ["podman", "runc", "docker-registry", "ip", "iptables", "nsenter", "unshare", "catatonit", "curl"];
    private static readonly Lazy<string?> Reason = new(Find);

    /// <summary>Why not, or null.</summary>
    public static string? Missing => Reason.Value;

    private static string? Find() =>
        Environment.GetEnvironmentVariable("RVOS_CONTAINERS") == "off" ? "RVOS_CONTAINERS is off"
        : Environment.UserName != "root" ? "containers are run by root alone"
        : Programs.FirstOrDefault(program => DeploymentTools.OnPath(program) is null) is { } absent ? $"{absent} is not installed: run scripts/install-container-tools.sh"
        : !File.Exists(DeploymentTools.Helm) ? "helm is not installed: run scripts/install-deployment-tools.sh"
        : ServerTools.Missing ?? Try();

    // Kernels and sandboxes differ in what they allow: one container tells.
    private static string? Try()
    {
        try
        {
            using var podman = new Podman();
            podman.RunMachine("trial", ["--rm", "--read-only", "--read-only-tmpfs=false", "--cap-drop", "all", "--user", "65534", "--memory", "64m"], "true");
            return null;
        }
        catch (InvalidOperationException e)
        {
            return "containers do not run here: " + e.Message.ReplaceLineEndings(" ").Trim()[..Math.Min(300, e.Message.Trim().Length)];
        }
    }
}
