using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

/// <summary>What must hold of every pod, whatever the values are.</summary>
public sealed class PodPolicyTests
{
    public static TheoryData<string> Names => ValuesMatrix.Names;

    [Theory, MemberData(nameof(Names))]
    public void Container_Any_HasRequestsAndALimitOfMemory(string values) => Each(values, (container, broken) =>
    {
        foreach (var path in (string[])["resources/requests/cpu", "resources/requests/memory", "resources/limits/memory"])
            if (container.At(path) is null) broken.Add($"{container.Id}: no {path}");
    });

    [Theory, MemberData(nameof(Names))]
    public void Container_Any_HasProbesOrADeadline(string values) => Each(values, (container, broken) =>
    {
        string[] probes = container.Owner.Kind switch
        {
            // Nothing waits for a Job's pod to be ready; but a run that hangs must be found.
            "Job" => ["startupProbe", "livenessProbe"],
            "Pod" => [],
            _ => ["startupProbe", "readinessProbe", "livenessProbe"],
        };
        broken.AddRange(probes.Where(probe => container.At(probe) is null).Select(probe => $"{container.Id}: no {probe}"));
        if (container.Owner.Kind == "Pod" && container.Owner.PodSpec!["activeDeadlineSeconds"] is null) broken.Add($"{container.Id}: no deadline");
    });

    [Theory, MemberData(nameof(Names))]
    public void Container_Any_IsRestricted(string values) => Each(values, (container, broken) =>
    {
        void Must(string path, string value)
        {
            if (container.At("securityContext/" + path)?.ToJsonString() is var found && found != value) broken.Add($"{container.Id}: {path} is {found ?? "absent"}");
        }

        Must("allowPrivilegeEscalation", "false");
        Must("privileged", "false");
        Must("readOnlyRootFilesystem", "true");
        Must("runAsNonRoot", "true");
        Must("capabilities", """{"drop":["ALL"]}""");
    });

    [Theory, MemberData(nameof(Names))]
    public void Pod_Any_IsRestricted(string values)
    {
        DeploymentTools.Need();
        foreach (var workload in Chart.Render(ValuesMatrix.All[values]).Workloads)
        {
            var spec = workload.PodSpec!;
            var security = spec["securityContext"]!;
            Assert.True((bool)security["runAsNonRoot"]!, workload.Id);
            Assert.InRange((int)security["runAsUser"]!, 1, int.MaxValue);
            Assert.Equal("RuntimeDefault", (string)security["seccompProfile"]!["type"]!);
            Assert.All(["hostNetwork", "hostPID", "hostIPC"], name => Assert.Null(spec[name]));
            var kinds = (spec["volumes"]?.AsArray() ?? []).Select(volume => volume!.AsObject().Select(pair => pair.Key).Single(key => key != "name"));
            Assert.All(kinds, kind => Assert.Contains(kind, (string[])["emptyDir", "configMap", "persistentVolumeClaim"]));
            Assert.All((spec["volumes"]?.AsArray() ?? []).Where(volume => volume!["emptyDir"] is not null), volume => Assert.NotNull(volume!["emptyDir"]!["sizeLimit"]));
            Assert.DoesNotContain(workload.Containers.SelectMany(c => c.Json["ports"]?.AsArray() ?? []), port => port!["hostPort"] is not null);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Pod_Any_GetsNoTokenOfTheClustersApi(string values)
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(ValuesMatrix.All[values]);
        Assert.All(manifests.Workloads, workload => Assert.False((bool)workload.PodSpec!["automountServiceAccountToken"]!, workload.Id));
        Assert.All(manifests.OfKind("ServiceAccount"), account => Assert.False((bool)account.Json["automountServiceAccountToken"]!, account.Id));
        var accounts = manifests.OfKind("ServiceAccount").Select(account => account.Name).ToArray();
        Assert.All(manifests.Workloads.Where(workload => workload.Kind != "Pod"), workload => Assert.Contains((string)workload.PodSpec!["serviceAccountName"]!, accounts));
        Assert.DoesNotContain(manifests.Objects, o => o.Kind is "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding");
    }

    [Theory, MemberData(nameof(Names))]
    public void Image_Any_HasATagThatDoesNotMove(string values) => Each(values, (container, broken) =>
    {
        var tag = container.Image[(container.Image.LastIndexOf(':') + 1)..];
        if (tag is "latest" || tag.Contains('/', StringComparison.Ordinal) || !container.Image.Contains(':', StringComparison.Ordinal)) broken.Add($"{container.Id}: {container.Image}");
    });

    [Theory]
    [InlineData("")]
    [InlineData("health: {graceSeconds: 0.5, drainSeconds: 600, stopSeconds: 20}")]
    [InlineData("health: {graceSeconds: 0, drainSeconds: 0, stopSeconds: 1}")]
    public void TerminationGrace_AnyDrain_IsLongerThanTheProcessTakes(string values)
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(values);
        foreach (var workload in manifests.OfKind("Deployment").Where(o => o.Component != "toolbox"))
        {
            var settings = KubeObject.Strings(manifests.The("ConfigMap", workload.Name).Json["data"]);
            var process = ((string[])["Grace", "Drain", "Stop"]).Sum(part => double.Parse(settings[$"Rvos__Health__{part}Seconds"]));
            Assert.InRange((int)workload.PodSpec!["terminationGracePeriodSeconds"]!, process + 5, process + 6);
        }
    }

    [Fact]
    public void Settings_Changed_StartOnlyTheirOwnPodsAnew()
    {
        DeploymentTools.Need();
        const string changed = "decoder: {settings: {Rvos__Decoder__MaxSessions: \"3\"}}";
        var before = Chart.Render().OfKind("Deployment").ToDictionary(o => o.Name, o => o.PodMetadata!.ToJsonString());
        var after = Chart.Render(changed).OfKind("Deployment").ToDictionary(o => o.Name, o => o.PodMetadata!.ToJsonString());
        Assert.Equal(["rvos-decoder"], before.Keys.Where(name => before[name] != after[name]));
    }

    private static void Each(string values, Action<Container, List<string>> check)
    {
        DeploymentTools.Need();
        var broken = new List<string>();
        var containers = Chart.Render(ValuesMatrix.All[values]).Workloads.SelectMany(workload => workload.Containers).ToArray();
        Assert.NotEmpty(containers);
        foreach (var container in containers) check(container, broken);
        Assert.Empty(broken);
    }
}
