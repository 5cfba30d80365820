using System.Text.Json.Nodes;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

public sealed class SkaffoldTests
{
    private static readonly string File = DeploymentTools.RepositoryPath("skaffold.yaml");

    [Fact]
    public void Skaffold_File_IsValidByItsSchema()
    {
        DeploymentTools.Need();
        var (config, errors) = Read(System.IO.File.ReadAllText(File));
        Assert.Empty(errors);
        Assert.Equal("skaffold/v4beta13", (string)config["apiVersion"]!);
        Assert.Equal(["cpu", "gpu", "dapr"], config["profiles"]!.AsArray().Select(profile => (string)profile!["name"]!));
    }

    [Fact]
    public void Skaffold_UnknownField_IsRefused()
    {
        DeploymentTools.Need();
        Assert.NotEmpty(Read(System.IO.File.ReadAllText(File) + "\nbuilds: {}\n").Errors);
    }

    [Fact]
    public void Skaffold_Artifacts_AreTheImagesOfTheChart()
    {
        DeploymentTools.Need();
        var config = Read(System.IO.File.ReadAllText(File)).Config;
        var built = config["build"]!["artifacts"]!.AsArray().Select(artifact => (string)artifact!["image"]!).Order();
        var used = Chart.Render(Model.ValuesMatrix.Training + "toolbox: {enabled: true}\n").Workloads.SelectMany(o => o.Containers).Select(c => c.Image.Split(':')[0]).Where(image => image.StartsWith("rvos-", StringComparison.Ordinal));
        Assert.Equal(used.Distinct().Order(), built);
        Assert.All(config["build"]!["artifacts"]!.AsArray(), artifact => Assert.All(artifact!["custom"]!["dependencies"]!["paths"]!.AsArray(), path =>
            Assert.True(Path.Exists(DeploymentTools.RepositoryPath(((string)path!).Split("/**")[0])), (string)path!)));
        Assert.All(config["build"]!["artifacts"]!.AsArray(), artifact => Assert.True(System.IO.File.Exists(DeploymentTools.RepositoryPath(((string)artifact!["custom"]!["buildCommand"]!).Split(' ')[0]))));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("gpu")]
    [InlineData("dapr")]
    public void Skaffold_Profile_PatchesWhatIsThereWithValuesThatTheChartTakes(string name)
    {
        DeploymentTools.Need();
        var config = Read(System.IO.File.ReadAllText(File)).Config;
        var profile = config["profiles"]!.AsArray().Single(p => (string)p!["name"]! == name)!;
        foreach (var patch in profile["patches"]?.AsArray() ?? [])
        {
            var steps = ((string)patch!["path"]!).Split('/')[1..];
            var parent = steps[..^1].Aggregate((JsonNode?)config, (node, step) => int.TryParse(step, out var i) ? node?[i] : node?[step]);
            Assert.NotNull(parent);
            if ((string)patch["op"]! == "replace") Assert.NotNull(int.TryParse(steps[^1], out var i) ? parent[i] : parent[steps[^1]]);
            if (parent is JsonObject map) map[steps[^1]] = patch["value"]!.DeepClone();
            else parent.AsArray()[int.Parse(steps[^1])] = patch["value"]!.DeepClone();
        }
        var release = Assert.Single(config["deploy"]!["helm"]!["releases"]!.AsArray())!;
        Assert.Equal("charts/rvos-cloud", (string)release["chartPath"]!);
        var run = Chart.TryRender(release["setValues"]!.ToJsonString());
        var manifests = Manifests.Read(run.OutputOrThrow());
        Assert.Empty(manifests.Errors);
        Assert.Equal(name == "gpu", manifests.Objects.Any(o => o.Json.ToJsonString().Contains("nvidia.com/gpu", StringComparison.Ordinal)));
        Assert.Equal(name == "dapr", manifests.Objects.Any(o => o.Json.ToJsonString().Contains("dapr.io/enabled", StringComparison.Ordinal)));
        Assert.Equal(name == "gpu" ? 3 : 0, config["build"]!["artifacts"]!.AsArray().Count(a => ((string)a!["custom"]!["buildCommand"]!).Contains("--variant gpu", StringComparison.Ordinal)));
    }

    private static (JsonNode Config, string[] Errors) Read(string yaml)
    {
        var answer = JsonNode.Parse(ToolRun.Of(["node", DeploymentTools.Script("manifests.mjs"), "--file", DeploymentTools.Data("skaffold-v4beta13.json")], yaml).OutputOrThrow())!;
        return (answer["objects"]![0]!, [.. answer["errors"]!.AsArray().Select(node => (string)node!)]);
    }
}
