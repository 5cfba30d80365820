using Rvos.Deployment.Tests.Tools;
using Rvos.Testing.Servers;

namespace Rvos.Container.Tests;

/// <summary>Whether containers can be built and run here; <c>scripts/install-container-tools.sh</c> brings the programs.</summary>
internal static class ContainerTools
{
    private static readonly string[] Programs = ["podman", "buildah", "runc", "docker-registry", "mmdebstrap", "ip", "iptables", "nsenter", "catatonit", "curl"];

    /// <summary>Why not, or null.</summary>
    public static string? Missing =>
        Environment.GetEnvironmentVariable("RVOS_CONTAINERS") == "off" ? "RVOS_CONTAINERS is off"
        : Environment.UserName != "root" ? "containers are run by root alone"
        : Programs.FirstOrDefault(program => DeploymentTools.OnPath(program) is null) is { } absent ? $"{absent} is not installed: run scripts/install-container-tools.sh"
        : !File.Exists(DeploymentTools.Helm) ? "helm is not installed: run scripts/install-deployment-tools.sh"
        : ServerTools.Missing;
}
