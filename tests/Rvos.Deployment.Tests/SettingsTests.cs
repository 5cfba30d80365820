using System.Text.RegularExpressions;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

public sealed partial class SettingsTests
{
    [Fact]
    public void Environment_EverySetting_IsOneThatTheServicesRead()
    {
        DeploymentTools.Need();
        var known = KnownSettings();
        Assert.Contains("Rvos__Bus__Transport", known);
        Manifests[] rendered = [Chart.Render(ValuesMatrix.Everything + ValuesMatrix.External), Chart.Render(ValuesMatrix.Dapr)];
        var used = rendered.SelectMany(manifests => manifests.OfKind("ConfigMap")).SelectMany(o => KubeObject.Strings(o.Json["data"]).Keys)
            .Concat(rendered.SelectMany(manifests => manifests.Workloads).SelectMany(o => o.Containers).SelectMany(c => c.SecretEnvironment).Select(v => v.Variable))
            .Where(name => name.StartsWith("Rvos__", StringComparison.Ordinal)).Distinct().ToArray();
        Assert.NotEmpty(used);
        // Lists are numbered: Rvos__Outbound__AllowedPorts__0.
        Assert.All(used, name => Assert.Contains(Number().Replace(name, ""), known));
    }

    [Theory, MemberData(nameof(ValuesMatrix.Names), MemberType = typeof(ValuesMatrix))]
    public void Secrets_EachOne_IsReferredToAndNeverMade(string values)
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(ValuesMatrix.All[values]);
        Assert.Empty(manifests.OfKind("Secret"));
        Assert.All(manifests.OfKind("ConfigMap").SelectMany(o => KubeObject.Strings(o.Json["data"])).Where(pair => pair.Key.StartsWith("Rvos__", StringComparison.Ordinal)),
            pair => Assert.DoesNotMatch("(?i)(password=|accountkey=|://[^/]*@)", pair.Value));
        Assert.All(manifests.Workloads.SelectMany(o => o.Containers).SelectMany(c => c.SecretEnvironment),
            variable => Assert.Contains(variable.Secret, (string[])["rvos-rabbitmq", "rvos-postgresql", "rvos-blobs", "dapr-api-token", "dapr-app-token"]));
    }

    [Fact]
    public void Secrets_EachService_GetsOnlyThoseItNeeds()
    {
        DeploymentTools.Need();
        var found = Chart.Render().OfKind("Deployment").ToDictionary(o => o.Component, o => string.Join(' ', o.Containers.SelectMany(c => c.SecretEnvironment).Select(v => $"{v.Secret[5..]}/{v.Key}").Order()));
        Assert.Equal("postgresql/connection", found["gateway"]);
        Assert.Equal("blobs/connection postgresql/connection rabbitmq/address", found["ingestion"]);
        Assert.Equal("blobs/connection rabbitmq/address", found["encoder"]);
        Assert.Equal("blobs/connection rabbitmq/address", found["decoder"]);
        Assert.Equal("blobs/connection rabbitmq/address", found["metrics"]);
        Assert.Equal("postgresql/connection rabbitmq/address", found["notifications"]);
    }

    [Fact]
    public void Secrets_ScriptForInClusterServers_MakesAllThatTheChartRefersTo()
    {
        DeploymentTools.Need();
        var script = DeploymentTools.RepositoryPath("scripts/create-secrets.sh");
        var (one, other) = (Manifests.Read(ToolRun.Of([script, "rvos"]).OutputOrThrow()), Manifests.Read(ToolRun.Of([script, "rvos"]).OutputOrThrow()));
        Assert.Empty(one.Errors);
        var made = one.OfKind("Secret").SelectMany(o => KubeObject.Strings(o.Json["stringData"]).Keys.Select(key => $"{o.Name}/{key}")).ToHashSet();
        var chart = Chart.Render("toolbox: {enabled: true}");
        Assert.All(chart.Workloads.SelectMany(o => o.Containers).SelectMany(c => c.SecretEnvironment), v => Assert.Contains($"{v.Secret}/{v.Key}", made));
        Assert.Contains("rvos-rabbitmq/management", made);
        string Password(Manifests m) => (string)m.The("Secret", "rvos-postgresql").Json["stringData"]!["password"]!;
        Assert.NotEqual(Password(one), Password(other));
        Assert.True(Password(one).Length >= 20);
        Assert.NotEqual(0, ToolRun.Of([script, "Not a name"]).Status);
    }

    [Fact]
    public void Gateway_Addresses_AreThoseOfTheServices()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render("fullnameOverride: video");
        var settings = KubeObject.Strings(manifests.The("ConfigMap", "video-gateway").Json["data"]);
        foreach (var service in (string[])["Ingestion", "Metrics", "Notifications"])
        {
            var address = new Uri(settings[$"Rvos__Gateway__{service}"]);
            Assert.Contains(manifests.The("Service", address.Host).Spec["ports"]!.AsArray(), port => (int)port!["port"]! == address.Port && (string)port["name"]! == "http");
        }
    }

    // Rvos:Section of each options class, with its properties.
    private static HashSet<string> KnownSettings()
    {
        var known = new HashSet<string>();
        var sources = ((string[])["shared", "services"]).SelectMany(folder => Directory.EnumerateFiles(DeploymentTools.RepositoryPath(folder), "*.cs", SearchOption.AllDirectories));
        foreach (var source in sources.Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText))
        {
            if (SectionName().Match(source) is not { Success: true } section) continue;
            foreach (Match property in Property().Matches(source)) known.Add($"{section.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)}__{property.Groups[1].Value}");
        }
        return known;
    }

    [GeneratedRegex("""const string Section = "(Rvos[A-Za-z:]*)";""")]
    private static partial Regex SectionName();

    [GeneratedRegex("""public [A-Za-z<>?\[\]]+ (\w+) \{ get;""")]
    private static partial Regex Property();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex Number();
}
