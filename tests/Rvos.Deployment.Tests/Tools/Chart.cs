using System.Collections.Concurrent;

namespace Rvos.Deployment.Tests.Tools;

/// <summary>The chart, rendered by helm. Each set of values is rendered once.</summary>
internal static class Chart
{
    private static readonly string[] Cluster = ["--kube-version", "1.31.0", "--api-versions", "keda.sh/v1alpha1"];
    private static readonly ConcurrentDictionary<string, Lazy<Manifests>> Rendered = new();

    /// <summary>Runs <c>helm template</c>.</summary>
    /// <param name="values">YAML over the chart's own values.</param>
    /// <param name="release">Name of the release.</param>
    /// <param name="chart">Folder of the chart; this repository's by default.</param>
    public static ToolRun TryRender(string values, string release = "rvos", string? chart = null) =>
        ToolRun.Of([DeploymentTools.Helm, "template", release, chart ?? DeploymentTools.Chart, .. Cluster, "--namespace", "video", "--values", "-"], values);

    /// <summary>Runs <c>helm template</c> with files of values.</summary>
    public static ToolRun TryRender(IEnumerable<string> files) =>
        ToolRun.Of([DeploymentTools.Helm, "template", "rvos", DeploymentTools.Chart, .. Cluster, .. files.SelectMany(file => new[] { "--values", file })]);

    /// <summary>The objects for some values.</summary>
    /// <exception cref="InvalidOperationException">Helm refused.</exception>
    public static Manifests Render(string values = "") =>
        Rendered.GetOrAdd(values, text => new(() => Manifests.Read(TryRender(text).OutputOrThrow()))).Value;

    /// <summary>Runs <c>helm lint --strict</c>.</summary>
    public static ToolRun Lint(string values) => ToolRun.Of([DeploymentTools.Helm, "lint", "--strict", DeploymentTools.Chart, "--values", "-"], values);
}
