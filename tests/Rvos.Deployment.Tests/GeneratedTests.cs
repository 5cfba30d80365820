using System.Text.Json.Nodes;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

/// <summary>What is generated from the chart is current.</summary>
public sealed class GeneratedTests
{
    [Fact]
    public void Kustomize_Committed_IsWhatTheChartGives()
    {
        DeploymentTools.Need();
        var run = ToolRun.Of(["node", DeploymentTools.Script("overlays.mjs"), DeploymentTools.RepositoryPath(""), "--check"]);
        Assert.True(run.Status == 0, run.Error);
    }

    [Fact]
    public void Readme_Committed_IsWhatTheValuesGive()
    {
        DeploymentTools.Need();
        var run = ToolRun.Of(["node", DeploymentTools.Script("readme.mjs"), DeploymentTools.Chart, "--check"]);
        Assert.True(run.Status == 0, run.Error);
    }

    [Fact]
    public void Readme_SettingWithoutALine_IsRefused()
    {
        DeploymentTools.Need();
        var folder = Directory.CreateTempSubdirectory("rvos-values");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "values.yaml"), "# -- One\na: 1\nb: {c: 2}\n");
            var run = ToolRun.Of(["node", DeploymentTools.Script("readme.mjs"), folder.FullName]);
            Assert.NotEqual(0, run.Status);
            Assert.Contains("no \"# --\" line for b.c", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("dev", "dev")]
    [InlineData("dapr", "dapr")]
    [InlineData("gpu", "gpu")]
    [InlineData("production", "production")]
    public void Kustomize_Overlay_BuildsToWhatTheChartGivesForItsValues(string overlay, string values)
    {
        DeploymentTools.Need();
        Assert.SkipWhen(DeploymentTools.OnPath("kubectl") is null, "no kubectl on the PATH");
        var built = ToolRun.Of([DeploymentTools.OnPath("kubectl")!, "kustomize", DeploymentTools.RepositoryPath($"k8s/overlays/{overlay}")]);
        Assert.SkipWhen(built.Error.Contains("unknown field \"patches\"", StringComparison.Ordinal), "this kubectl is too old");
        var manifests = Manifests.Read(built.OutputOrThrow());
        Assert.Empty(manifests.Errors);
        string[] files = [DeploymentTools.RepositoryPath("k8s/values/base.yaml"), DeploymentTools.RepositoryPath($"k8s/values/{values}.yaml")];
        var chart = Manifests.Read(Chart.TryRender(files).OutputOrThrow());
        Assert.Equal(chart.Objects.Select(Comparable).Order(), manifests.Objects.Select(Comparable).Order());
    }

    // Without what names the tool.
    private static string Comparable(KubeObject o)
    {
        var copy = o.Json.DeepClone().AsObject();
        foreach (var label in (string[])["helm.sh/chart", "app.kubernetes.io/managed-by"]) copy["metadata"]!["labels"]!.AsObject().Remove(label);
        return Sorted(copy).ToJsonString();
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };
}
