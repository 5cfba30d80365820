using System.Text.RegularExpressions;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

public sealed partial class ScalingTests
{
    private static readonly string[] Consumers = ["decoder", "encoder", "ingestion", "metrics", "notifications"];

    [Fact]
    public void Keda_EachConsumer_ScalesByQueuesThatCountMessagesInWork()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render();
        Assert.Equal(Consumers.Select(name => $"rvos-{name}"), manifests.OfKind("ScaledObject").Select(o => (string)o.Spec["scaleTargetRef"]!["name"]!).Order());
        foreach (var trigger in manifests.OfKind("ScaledObject").SelectMany(o => o.Spec["triggers"]!.AsArray()))
        {
            Assert.Equal("rabbitmq", (string)trigger!["type"]!);
            var metadata = KubeObject.Strings(trigger["metadata"]);
            Assert.Equal(("http", "QueueLength", "false"), (metadata["protocol"], metadata["mode"], metadata["excludeUnacknowledged"]));
            Assert.DoesNotContain("host", metadata.Keys);
            Assert.Equal("rvos-rabbitmq", (string)trigger["authenticationRef"]!["name"]!);
        }
        var host = Assert.Single(manifests.The("TriggerAuthentication", "rvos-rabbitmq").Spec["secretTargetRef"]!.AsArray())!;
        Assert.Equal(("host", "rvos-rabbitmq", "management"), ((string)host["parameter"]!, (string)host["name"]!, (string)host["key"]!));
    }

    [Fact]
    public void Keda_Queues_AreThoseThatTheServicesConsume()
    {
        DeploymentTools.Need();
        foreach (var scaled in Chart.Render().OfKind("ScaledObject"))
        {
            var service = scaled.Name["rvos-".Length..];
            var sources = Directory.EnumerateFiles(DeploymentTools.RepositoryPath($"services/{service}"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
            var consumed = sources.SelectMany(source => BusConsumer().Matches(source)).Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(consumed);
            Assert.All(scaled.Spec["triggers"]!.AsArray(), trigger => Assert.Contains((string)trigger!["metadata"]!["queueName"]!, consumed));
        }
    }

    [Fact]
    public void Keda_EncoderAndDecoder_GoToZeroAndTheOthersDoNot()
    {
        DeploymentTools.Need();
        var minima = Chart.Render().OfKind("ScaledObject").ToDictionary(o => o.Name["rvos-".Length..], o => (int)o.Spec["minReplicaCount"]!);
        Assert.Equal(["decoder", "encoder"], minima.Where(pair => pair.Value == 0).Select(pair => pair.Key).Order());
        // The first pod makes the queue: before that there is nothing to scale by, and no way up from zero.
        Assert.All(Chart.Render().OfKind("ScaledObject"), o => Assert.True((int)o.Spec["initialCooldownPeriod"]! >= 60, o.Id));
    }

    [Theory]
    [InlineData("keda", "rvos-gateway")]
    [InlineData("hpa", "rvos-decoder rvos-encoder rvos-gateway rvos-ingestion rvos-metrics rvos-notifications")]
    [InlineData("none", "")]
    public void Hpa_EachMode_ScalesWhatKedaDoesNot(string mode, string scaled)
    {
        DeploymentTools.Need();
        var manifests = Chart.Render($"autoscaling: {{mode: {mode}}}");
        Assert.Equal(scaled, string.Join(' ', manifests.OfKind("HorizontalPodAutoscaler").Select(o => (string)o.Spec["scaleTargetRef"]!["name"]!).Order()));
        Assert.All(manifests.OfKind("HorizontalPodAutoscaler"), o => Assert.True((int)o.Spec["minReplicas"]! >= 1, o.Id));
        Assert.Equal(mode == "keda", manifests.OfKind("ScaledObject").Any());
        Assert.Equal(mode == "keda", manifests.OfKind("TriggerAuthentication").Any());
        // A fixed number would undo the autoscaler's at each upgrade.
        Assert.All(manifests.OfKind("Deployment"), o => Assert.Equal(mode == "none", o.Spec["replicas"] is not null));
    }

    [Fact]
    public void Autoscalers_EachTarget_HasOne()
    {
        DeploymentTools.Need();
        foreach (var values in ValuesMatrix.All.Values)
        {
            var targets = Chart.Render(values).Objects.Where(o => o.Kind is "ScaledObject" or "HorizontalPodAutoscaler").Select(o => (string)o.Spec["scaleTargetRef"]!["name"]!).ToArray();
            Assert.Equal(targets.Length, targets.Distinct().Count());
        }
    }

    [Fact]
    public void DisruptionBudgets_EachService_LoseOnePodAtATime()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render();
        foreach (var deployment in manifests.OfKind("Deployment"))
        {
            var budget = Assert.Single(manifests.OfKind("PodDisruptionBudget"), o => KubeObject.Strings(o.Spec["selector"]!["matchLabels"]).All(pair => deployment.PodLabels.GetValueOrDefault(pair.Key) == pair.Value));
            Assert.Equal(1, (int)budget.Spec["maxUnavailable"]!);
        }
        Assert.Empty(Chart.Render("podDisruptionBudget: {enabled: false}").OfKind("PodDisruptionBudget"));
    }

    [Fact]
    public void TopologySpread_EachService_IsOverZonesAndNodes()
    {
        DeploymentTools.Need();
        foreach (var deployment in Chart.Render().OfKind("Deployment"))
        {
            var constraints = deployment.PodSpec!["topologySpreadConstraints"]!.AsArray();
            Assert.Equal(["topology.kubernetes.io/zone", "kubernetes.io/hostname"], constraints.Select(c => (string)c!["topologyKey"]!));
            Assert.All(constraints, c => Assert.All(KubeObject.Strings(c!["labelSelector"]!["matchLabels"]), pair => Assert.Equal(pair.Value, deployment.PodLabels[pair.Key])));
        }
    }

    [Fact]
    public void Selectors_ServicesAndDeployments_FindTheirPodsAlone()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(ValuesMatrix.Everything);
        foreach (var service in manifests.OfKind("Service"))
        {
            var found = manifests.Workloads.Where(o => KubeObject.Strings(service.Spec["selector"]).All(pair => o.PodLabels.GetValueOrDefault(pair.Key) == pair.Value)).ToArray();
            var target = Assert.Single(found);
            var ports = target.Containers.SelectMany(c => c.Json["ports"]!.AsArray()).Select(port => (string)port!["name"]!).ToArray();
            Assert.All(service.Spec["ports"]!.AsArray(), port => Assert.Contains((string)port!["targetPort"]!, ports));
        }
    }

    [Fact]
    public void Gpu_OneSwitch_MovesEncoderDecoderAndTraining()
    {
        DeploymentTools.Need();
        string[] moved = ["decoder", "encoder", "training"];
        var cpu = Chart.Render(ValuesMatrix.Training);
        var gpu = Chart.Render("gpu: {enabled: true}\n" + ValuesMatrix.Training);
        Assert.DoesNotContain(cpu.Workloads.SelectMany(o => o.Containers), c => c.Json.ToJsonString().Contains("nvidia", StringComparison.Ordinal));
        foreach (var workload in gpu.Workloads.Where(o => o.Kind != "Pod"))
        {
            var container = Assert.Single(workload.Containers);
            var isMoved = moved.Contains(workload.Component);
            Assert.Equal(isMoved ? "1" : null, container.Json["resources"]!["limits"]!["nvidia.com/gpu"]?.ToJsonString());
            Assert.Equal(isMoved ? "true" : null, (string?)workload.PodSpec!["nodeSelector"]?["nvidia.com/gpu.present"]);
            Assert.Equal(isMoved, workload.PodSpec["tolerations"]?.AsArray().Any(t => (string)t!["key"]! == "nvidia.com/gpu") ?? false);
            Assert.Equal(isMoved, container.Image.EndsWith("-gpu", StringComparison.Ordinal));
        }
        Assert.All(["encoder", "decoder"], name => Assert.Equal("cuda", (string)gpu.The("ConfigMap", $"rvos-{name}").Json["data"]!["Rvos__Inference__Device"]!));
        Assert.All(["encoder", "decoder"], name => Assert.Equal("cpu", (string)cpu.The("ConfigMap", $"rvos-{name}").Json["data"]!["Rvos__Inference__Device"]!));
    }

    [Fact]
    public void Dapr_Off_LeavesNoTraceAndOn_AnnotatesEveryService()
    {
        DeploymentTools.Need();
        Assert.DoesNotContain(Chart.Render().Objects, o => o.Json.ToJsonString().Contains("dapr", StringComparison.Ordinal));
        var services = Chart.Render("dapr: {enabled: true}").OfKind("Deployment").ToArray();
        Assert.All(services, o => Assert.Equal(o.Name, (string)o.PodMetadata!["annotations"]!["dapr.io/app-id"]!));
    }

    [GeneratedRegex("""AddBusConsumer<\w+>\("([a-z-]+)"[,)]""")]
    private static partial Regex BusConsumer();
}
