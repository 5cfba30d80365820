using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>The images, built by <c>scripts/build-images.sh</c>.</summary>
internal static class Images
{
    /// <summary>All of them, by the services' names.</summary>
    public static readonly string[] Names = ["gateway", "ingestion", "encoder", "decoder", "metrics", "notifications", "training"];

    private static string Folder => DeploymentTools.RepositoryPath(".cache/images/archives");

    /// <summary>Builds them, with this machine's libraries, and loads them.</summary>
    public static void BuildInto(Podman podman)
    {
        var built = Environment.GetEnvironmentVariable("RVOS_IMAGES") is { Length: > 0 } given ? given : Folder;
        if (built == Folder) ToolRun.Of([DeploymentTools.RepositoryPath("scripts/build-images.sh"), "--base", "local", "--archive", Folder]).OutputOrThrow();
        foreach (var name in Names) podman.Run(["load", "--quiet", "--input", Path.Combine(built, $"rvos-{name}.tar")]);
    }

    /// <summary>Megabytes of an image's archive, whose layers are compressed.</summary>
    public static long Megabytes(Podman podman, string name) =>
        long.Parse(podman.Run(["image", "inspect", "--format", "{{.Size}}", $"rvos-{name}:0.1.0"]).Trim()) / 1_000_000;
}
