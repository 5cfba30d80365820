using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

/// <summary>Who may talk to whom, computed from the policies as a cluster would.</summary>
public sealed class NetworkTests
{
    private static readonly int[] Ports = [22, 53, 80, 443, 5432, 5671, 5672, 8080, 8081, 10000, 15672];

    private static readonly string[] InCluster =
    [
        "gateway>ingestion:8080", "gateway>metrics:8080", "gateway>notifications:8080", "gateway>postgresql:5432",
        "ingestion>postgresql:5432", "ingestion>rabbitmq:5672", "ingestion>blobs:10000",
        "encoder>rabbitmq:5672", "encoder>blobs:10000", "decoder>rabbitmq:5672", "decoder>blobs:10000",
        "metrics>rabbitmq:5672", "metrics>blobs:10000", "notifications>postgresql:5432", "notifications>rabbitmq:5672",
    ];

    private static readonly string[] Services = ["gateway", "ingestion", "encoder", "decoder", "metrics", "notifications"];

    public static TheoryData<string> Names => [.. ValuesMatrix.All.Keys.Where(name => name != "everything off")];

    [Theory, MemberData(nameof(Names))]
    public void Policies_EveryPod_IsDeniedByDefaultBothWays(string values)
    {
        var (manifests, rules) = RulesOf(ValuesMatrix.All[values]);
        foreach (var workload in manifests.Workloads)
        {
            Assert.True(rules.Denies(workload.PodLabels, "Ingress"), workload.Id);
            Assert.True(rules.Denies(workload.PodLabels, "Egress"), workload.Id);
        }
    }

    [Fact]
    public void Policies_InCluster_AllowTheFlowsOfThePlanAndNoOthers()
    {
        var (manifests, rules) = RulesOf("tests: {enabled: false}");
        Assert.Equal(InCluster.Order(), Flows(manifests, rules));
    }

    [Fact]
    public void Policies_Toolbox_ReachesTheDatabaseAlone()
    {
        var (manifests, rules) = RulesOf("toolbox: {enabled: true}\ntests: {enabled: false}");
        Assert.Equal(InCluster.Append("toolbox>postgresql:5432").Order(), Flows(manifests, rules));
    }

    [Fact]
    public void Policies_TestAndTraining_ReachServicesAndNothing()
    {
        var (manifests, rules) = RulesOf(ValuesMatrix.Training);
        var added = Services.Order().SelectMany(service => ((int[])[8080, 8081]).Select(port => $"test>{service}:{port}"));
        Assert.Equal(InCluster.Concat(added).Order(), Flows(manifests, rules));
    }

    [Theory]
    [InlineData("", "203.0.113.9", 443)]
    [InlineData("", "2606:2800:220::1", 443)]
    [InlineData("outbound: {ports: [443, 8443]}", "203.0.113.9", 8443)]
    public void Outside_PublicAddress_IsReachedByIngestionAndNotificationsAlone(string values, string address, int port)
    {
        var (manifests, rules) = RulesOf(values + "\n" + ValuesMatrix.Training + "toolbox: {enabled: true}\n");
        Assert.Equal(["ingestion", "notifications"], manifests.Workloads.Where(o => rules.AllowsOut(o.PodLabels, address, port)).Select(o => o.Component).Order());
    }

    [Theory]
    [InlineData("10.1.2.3", 443)]
    [InlineData("172.20.0.1", 443)]
    [InlineData("192.168.1.1", 443)]
    [InlineData("100.64.0.1", 443)]
    [InlineData("169.254.169.254", 443)]
    [InlineData("fd00::1", 443)]
    [InlineData("fe80::1", 443)]
    [InlineData("203.0.113.9", 80)]
    [InlineData("203.0.113.9", 22)]
    public void Outside_PrivateAddressOrOtherPort_IsReachedByNobody(string address, int port)
    {
        var (manifests, rules) = RulesOf(ValuesMatrix.Everything);
        Assert.DoesNotContain(manifests.Workloads, o => rules.AllowsOut(o.PodLabels, address, port));
    }

    [Fact]
    public void External_ServersNetworks_AreReachedByThoseThatNeedThem()
    {
        var (manifests, rules) = RulesOf(ValuesMatrix.External + "outbound: {except: [0.0.0.0/1, 128.0.0.0/1], exceptV6: [\"::/1\", \"8000::/1\"]}\n");
        string[] To(string address, int port) => [.. manifests.Workloads.Where(o => rules.AllowsOut(o.PodLabels, address, port)).Select(o => o.Component).Order()];
        Assert.Equal(["decoder", "encoder", "ingestion", "metrics", "notifications"], To("203.0.113.1", 5671));
        Assert.Equal(["gateway", "ingestion", "notifications"], To("203.0.113.17", 5432));
        Assert.Equal(["decoder", "encoder", "ingestion", "metrics"], To("203.0.113.33", 443));
        Assert.Equal(["decoder", "encoder", "ingestion", "metrics"], To("2001:db8::5", 443));
        Assert.Empty(To("203.0.113.1", 5432));
        Assert.DoesNotContain(manifests.Workloads, o => o.Component is "rabbitmq" or "postgresql" or "blobs");
    }

    [Fact]
    public void Inside_OtherNamespaces_ReachOnlyWhatIsNamed()
    {
        var (manifests, rules) = RulesOf(ValuesMatrix.Everything);
        string[] Into(string name) =>
            [.. manifests.Workloads.SelectMany(o => Ports.Where(port => rules.AllowsIn(name, o.PodLabels, port)).Select(port => $"{o.Component}:{port}")).Order()];
        Assert.Equal(Services.Select(service => $"{service}:8081").Order(), Into("monitoring"));
        Assert.Equal(["rabbitmq:15672"], Into("keda"));
        Assert.Equal(["gateway:8080"], Into("ingress-nginx"));
        Assert.Empty(Into("default"));
    }

    [Fact]
    public void Inside_WithoutNamedClients_EveryoneReachesTheGatewaysFrontAlone()
    {
        var (manifests, rules) = RulesOf("");
        var stranger = new Dictionary<string, string> { ["app"] = "stranger" };
        Assert.Equal(["gateway:8080"], manifests.Workloads.SelectMany(o => Ports.Where(port => rules.Allows(stranger, o.PodLabels, port)).Select(port => $"{o.Component}:{port}")));
    }

    [Fact]
    public void Policies_EachFlow_IsNamedInItsPolicies()
    {
        DeploymentTools.Need();
        Assert.All(Chart.Render(ValuesMatrix.Everything).OfKind("NetworkPolicy"), policy => Assert.Matches("^rvos-(default-deny|all-to-dns|[a-z-]+-to-[a-z-]+-(in|out))$", policy.Name));
    }

    private static IEnumerable<string> Flows(Manifests manifests, NetworkRules rules) =>
        (from one in manifests.Workloads
         from other in manifests.Workloads
         from port in Ports
         where one != other && rules.Allows(one.PodLabels, other.PodLabels, port)
         select $"{one.Component}>{other.Component}:{port}").Order();

    private static (Manifests Manifests, NetworkRules Rules) RulesOf(string values)
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(values);
        return (manifests, new NetworkRules(manifests.OfKind("NetworkPolicy")));
    }
}
