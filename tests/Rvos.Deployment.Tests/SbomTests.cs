using System.Text.Json;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

/// <summary>The bills of materials that go out with the images.</summary>
public sealed class SbomTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-sbom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sbom_OfAService_ListsExactlyItsLockedPackages()
    {
        ToolRun.Of([DeploymentTools.RepositoryPath("scripts/sbom.sh"), _folder, "--tag", "1.2.3", "gateway"]).OutputOrThrow();

        using var bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "rvos-gateway.cdx.json")));
        var root = bill.RootElement;
        var component = root.GetProperty("metadata").GetProperty("component");
        Assert.Equal(("CycloneDX", "rvos-gateway", "1.2.3", "container"),
            (root.GetProperty("bomFormat").GetString(), component.GetProperty("name").GetString(), component.GetProperty("version").GetString(), component.GetProperty("type").GetString()));
        var listed = root.GetProperty("components").EnumerateArray().ToArray();
        Assert.Equal(Locked("gateway"), listed.Select(c => c.GetProperty("purl").GetString()!).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.All(listed, c => Assert.Equal("SHA-512", c.GetProperty("hashes")[0].GetProperty("alg").GetString()));
        // What only the compiler loads is in no image.
        Assert.Equal("excluded", Scope("Microsoft.CodeAnalysis.BannedApiAnalyzers"));
        Assert.All(new[] { "Yarp.ReverseProxy", "MassTransit.RabbitMQ", "Npgsql" }, name => Assert.Equal("required", Scope(name)));
        Assert.DoesNotContain(listed, c => c.GetProperty("name").GetString()!.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));

        string? Scope(string name) => Assert.Single(listed, c => c.GetProperty("name").GetString() == name).GetProperty("scope").GetString();
    }

    // Package URLs of all packages of a service's lock file.
    private static IEnumerable<string> Locked(string service)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(DeploymentTools.RepositoryPath($"services/{service}/packages.lock.json")));
        return [.. file.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => $"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}")
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }
}
