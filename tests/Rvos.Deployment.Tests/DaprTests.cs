using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

/// <summary>What the chart makes for Dapr, and that its parts name each other.</summary>
public sealed partial class DaprTests
{
    private const string Videos = "dapr: {enabled: true, videos: {tenant: fleet}}\n";

    [Fact]
    public void Off_NothingOfIt_IsThere()
    {
        DeploymentTools.Need();
        Assert.DoesNotContain(Chart.Render().Objects, o => o.Json.ToJsonString().Contains("dapr", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Videos_Subscription_LeadsToTheSidecarsPortOfIngestionAlone()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(Videos);
        var settings = SettingsOf(manifests, "ingestion");
        var subscription = manifests.The("Subscription", "rvos-videos");
        Assert.Equal((settings["Rvos__Dapr__PubSub"], settings["Rvos__Dapr__VideosTopic"]), ((string)subscription.Spec["pubsubname"]!, (string)subscription.Spec["topic"]!));
        Assert.Equal("/dapr/videos", (string)subscription.Spec["routes"]!["default"]!);
        Assert.Equal("rvos.videos.failed", (string)subscription.Spec["deadLetterTopic"]!);
        Assert.Equal(("fleet", "false"), (settings["Rvos__Dapr__Tenant"], settings["Rvos__Dapr__AnnounceSubscription"]));
        var ports = manifests.OfKind("Deployment").Where(o => AnnotationsOf(o).ContainsKey("dapr.io/app-port")).ToDictionary(o => o.Component, o => AnnotationsOf(o)["dapr.io/app-port"]);
        Assert.Equal(KeyValuePair.Create("ingestion", settings["Rvos__Dapr__AppPort"]), Assert.Single(ports));
        // On loopback: no service, no policy, no container names it.
        Assert.DoesNotContain(manifests.Objects.Where(o => o.Kind is "Service" or "NetworkPolicy"), o => o.Json.ToJsonString().Contains("8082", StringComparison.Ordinal));
        Assert.All(["Component/rvos-pubsub", "Subscription/rvos-videos", "Resiliency/rvos-videos"], id => Assert.All(Scopes(manifests, id), app => Assert.Contains(app, AppIds(manifests))));
        Assert.Equal(settings["Rvos__Dapr__PubSub"], Assert.Single(manifests.The("Resiliency", "rvos-videos").Spec["targets"]!["components"]!.AsObject()).Key);
    }

    [Fact]
    public void Jobs_Topic_IsToldToNotificationsAndTheComponentIsTheServicesRabbitMq()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render("dapr: {enabled: true}\nrabbitmq: {secret: {name: bus, addressKey: amqp}}\n");
        var settings = SettingsOf(manifests, "notifications");
        Assert.Equal(("rvos-pubsub", "rvos.jobs", "true"), (settings["Rvos__Dapr__PubSub"], settings["Rvos__Dapr__JobsTopic"], settings["Rvos__Dapr__PublishJobs"]));
        var reference = Assert.Single(manifests.The("Component", "rvos-pubsub").Spec["metadata"]!.AsArray(), item => item!["secretKeyRef"] is not null)!["secretKeyRef"]!;
        Assert.Equal(("bus", "amqp"), ((string)reference["name"]!, (string)reference["key"]!));
        Assert.Contains("rvos-notifications", Scopes(manifests, "Component/rvos-pubsub"));
        Assert.DoesNotContain(manifests.Objects, o => o.Kind is "Subscription" or "Resiliency");
        Assert.DoesNotContain("Rvos__Dapr__AppPort", SettingsOf(manifests, "ingestion").Keys);
    }

    [Fact]
    public void SecretStore_Named_TakesThePlaceOfReferencesInServicesAlone()
    {
        DeploymentTools.Need();
        var (with, without) = (Chart.Render(ValuesMatrix.Dapr + "toolbox: {enabled: true}\n"), Chart.Render());
        foreach (var service in AppIds(with).Select(id => id["rvos-".Length..]))
        {
            var secrets = SettingsOf(with, service).Where(pair => pair.Key.StartsWith("Rvos__Dapr__Secrets__", StringComparison.Ordinal)).Select(pair => pair.Value).Order();
            var references = without.The("Deployment", $"rvos-{service}").Containers.SelectMany(c => c.SecretEnvironment).Select(v => $"{v.Variable.Replace("__", ":", StringComparison.Ordinal)}={v.Secret}#{v.Key}").Order();
            Assert.Equal(references, secrets);
            Assert.All(with.The("Deployment", $"rvos-{service}").Containers.SelectMany(c => c.SecretEnvironment), v => Assert.Equal("token", v.Key));
        }

        // It has no sidecar.
        Assert.Contains(with.The("Deployment", "rvos-toolbox").Containers.SelectMany(c => c.SecretEnvironment), v => v.Variable == "Rvos__Database__ConnectionString");
    }

    [Fact]
    public void Tokens_Named_ReachTheSidecarAndTheService()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(ValuesMatrix.Dapr);
        foreach (var deployment in manifests.OfKind("Deployment").Where(o => AppIds(manifests).Contains(o.Name)))
        {
            var environment = deployment.Containers.SelectMany(c => c.SecretEnvironment).Where(v => v.Key == "token").ToDictionary(v => v.Variable, v => v.Secret);
            Assert.Equal(AnnotationsOf(deployment)["dapr.io/api-token-secret"], environment["DAPR_API_TOKEN"]);
            Assert.Equal(AnnotationsOf(deployment).GetValueOrDefault("dapr.io/app-token-secret"), environment.GetValueOrDefault("APP_API_TOKEN"));
            Assert.Equal(deployment.Component == "ingestion", environment.ContainsKey("APP_API_TOKEN"));
        }
    }

    [Fact]
    public void Networks_OfStoreAndBroker_AreReachedByThoseThatNeedThem()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(ValuesMatrix.Dapr + "outbound: {except: [0.0.0.0/1, 128.0.0.0/1]}\n");
        var rules = new NetworkRules(manifests.OfKind("NetworkPolicy"));
        string[] To(string address, int port) => [.. manifests.Workloads.Where(o => rules.AllowsOut(o.PodLabels, address, port)).Select(o => o.Component).Order()];
        Assert.Equal(["decoder", "encoder", "gateway", "ingestion", "metrics", "notifications"], To("203.0.113.65", 443));
        Assert.Equal(["ingestion", "notifications"], To("203.0.113.81", 9093));
        Assert.Empty(To("203.0.113.81", 443));
    }

    [Fact]
    public void Document_ItsResourcesAndValues_AreTakenByTheSchemasAndTheChart()
    {
        DeploymentTools.Need();
        var blocks = Yaml().Matches(File.ReadAllText(DeploymentTools.RepositoryPath("docs/dapr.md"))).Select(match => match.Groups[1].Value).ToArray();
        var (resources, values) = (blocks.Where(block => block.Contains("apiVersion:", StringComparison.Ordinal)).ToArray(), blocks.Where(block => block.StartsWith("dapr:", StringComparison.Ordinal)).ToArray());
        Assert.Equal(blocks.Length, resources.Length + values.Length);
        Assert.NotEmpty(values);
        Assert.Contains("Component", resources.SelectMany(text => Manifests.Read(text).Objects).Select(o => o.Kind));
        Assert.All(resources, text => Assert.Empty(Manifests.Read(text).Errors));
        Assert.All(values, text => Assert.Empty(Chart.Render(text).Errors));
    }

    private static IReadOnlyDictionary<string, string> SettingsOf(Manifests manifests, string service) => KubeObject.Strings(manifests.The("ConfigMap", $"rvos-{service}").Json["data"]);

    private static IReadOnlyDictionary<string, string> AnnotationsOf(KubeObject deployment) => KubeObject.Strings(deployment.PodMetadata?["annotations"]);

    private static string[] AppIds(Manifests manifests) => [.. manifests.OfKind("Deployment").Select(o => AnnotationsOf(o).GetValueOrDefault("dapr.io/app-id")).OfType<string>()];

    private static string[] Scopes(Manifests manifests, string id) => [.. manifests.Objects.Single(o => o.Id == id).Json["scopes"]!.AsArray().Select(app => (string)app!)];

    [GeneratedRegex(@"^```yaml\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
