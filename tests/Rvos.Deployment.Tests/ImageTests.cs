using System.Text.RegularExpressions;
using System.Xml.Linq;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

/// <summary>What images stand on. That they are built and run is shown by Rvos.Container.Tests; GPU images can only be built where NVIDIA's can be pulled.</summary>
public sealed partial class ImageTests
{
    private static readonly string Dockerfile = File.ReadAllText(DeploymentTools.RepositoryPath("services/images/Dockerfile"));

    [Fact]
    public void Images_OfTheServices_AreThoseOfTheChart()
    {
        DeploymentTools.Need();
        var used = Chart.Render(Model.ValuesMatrix.Training + "toolbox: {enabled: true}\n").Workloads.SelectMany(o => o.Containers).Select(c => c.Image.Split(':')[0])
            .Where(image => image.StartsWith("rvos-", StringComparison.Ordinal)).Distinct().Order();
        Assert.Equal(used, Services().Select(service => $"rvos-{service.Image}").Order());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("gpu")]
    public void Images_Base_IsAStageOfTheDockerfileAndRunsAsTheServicesUser(string variant)
    {
        foreach (var stage in Services().Select(service => service.Base.Replace("$(ImageVariant)", variant, StringComparison.Ordinal)).Distinct())
        {
            var users = Chain(stage).Select(text => User().Matches(text).LastOrDefault()?.Groups[1].Value);
            Assert.Equal("1654", users.First(user => user is not null));
        }
    }

    [Fact]
    public void Images_GpuBase_DiffersInSystemAndNativeLayerAlone()
    {
        // The driver's folder comes to the libraries' path.
        var gpu = Stage("web-gpu").Replace(":/usr/local/nvidia/lib64", "", StringComparison.Ordinal);
        Assert.Equal(Body(Stage("web")), Body(gpu));
        Assert.Equal(Body(Stage("cpu")), Body(Stage("gpu")).Replace("native-gpu", "native-cpu", StringComparison.Ordinal));

        static string Body(string stage) => string.Join('\n', stage.Split('\n').Skip(1).Where(line => line.Length > 0 && line[0] != '#'));
    }

    private static IEnumerable<(string Image, string Base)> Services() => Directory.EnumerateFiles(DeploymentTools.RepositoryPath("services"), "*.csproj", SearchOption.AllDirectories)
        .Select(XDocument.Load).Where(project => project.Descendants("ImageName").Any())
        .Select(project => (project.Descendants("ImageName").Single().Value, project.Descendants("ImageBase").Single().Value));

    // A stage, the one that it is from, and so on.
    private static IEnumerable<string> Chain(string? name)
    {
        while (name is not null && Dockerfile.Contains($" AS {name}\n", StringComparison.Ordinal))
        {
            var text = Stage(name);
            yield return text;
            name = From().Match(text).Groups[1].Value;
        }
    }

    private static string Stage(string name) => Assert.Single(Stages().Split(Dockerfile), text => text.Split('\n')[0].EndsWith($" AS {name}", StringComparison.Ordinal));

    [GeneratedRegex("^(?=FROM )", RegexOptions.Multiline)]
    private static partial Regex Stages();

    [GeneratedRegex(@"^FROM (\S+)")]
    private static partial Regex From();

    [GeneratedRegex(@"^USER (\S+)", RegexOptions.Multiline)]
    private static partial Regex User();
}
