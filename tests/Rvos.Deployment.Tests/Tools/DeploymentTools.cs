using Rvos.Testing;

namespace Rvos.Deployment.Tests.Tools;

/// <summary>What renders and checks: <c>scripts/install-deployment-tools.sh</c> brings it.</summary>
internal static class DeploymentTools
{
    private static readonly string Scripts = RepositoryPath("scripts/deployment");

    /// <summary>Helm's program.</summary>
    public static string Helm { get; } = Path.Combine(Scripts, "node_modules/.bin/helm");

    /// <summary>The chart's folder.</summary>
    public static string Chart { get; } = RepositoryPath("charts/rvos-cloud");

    /// <summary>Skips a test where the tools are not installed.</summary>
    public static void Need() => Assert.SkipUnless(File.Exists(Helm), "helm is not installed: run scripts/install-deployment-tools.sh");

    /// <summary>A program of scripts/deployment/, for <see cref="ToolRun.Of"/>.</summary>
    public static string Script(string name) => Path.Combine(Scripts, name);

    /// <summary>A path within the repository.</summary>
    public static string RepositoryPath(string path) => Path.Combine(SharedData.RepositoryRoot, path);

    /// <summary>A file of this project's Data folder.</summary>
    public static string Data(string name) => RepositoryPath($"tests/Rvos.Deployment.Tests/Data/{name}");

    /// <summary>Full path of a program on the PATH, or null.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
