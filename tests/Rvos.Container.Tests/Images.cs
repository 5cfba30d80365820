using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>The images, built by <c>scripts/build-images.sh</c>.</summary>
internal static class Images
{
    /// <summary>All of them, by the services' names.</summary>
    public static readonly string[] Names = ["gateway", "ingestion", "encoder", "decoder", "metrics", "notifications", "training"];

    /// <summary>Builds them on this machine's libraries. A Release build of these tests has built the services that go in.</summary>
    public static void BuildInto(Podman podman)
    {
        string[] built = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? ["--no-build"] : [];
        podman.TryBeside([DeploymentTools.RepositoryPath("scripts/build-images.sh"), "--base", "local", "--podman", .. built], TimeSpan.FromMinutes(10)).OutputOrThrow();
    }

    /// <summary>Megabytes of an image's files.</summary>
    public static long Megabytes(Podman podman, string name) =>
        long.Parse(podman.Run(["image", "inspect", "--format", "{{.Size}}", $"rvos-{name}:0.1.0"]).Trim()) / 1_000_000;
}
