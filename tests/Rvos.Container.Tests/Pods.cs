using System.Text.Json.Nodes;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>The pods that the chart's Deployments ask for, by <c>podman play kube</c>.</summary>
internal static class Pods
{
    /// <summary>Starts the pods of a Deployment with its ConfigMap. One is called like the Deployment, several are numbered.</summary>
    public static string[] Play(Podman podman, Manifests chart, string deployment, int count = 1)
    {
        string[] names = count == 1 ? [deployment] : [.. Enumerable.Range(0, count).Select(i => $"{deployment}-{i}")];
        foreach (var name in names) Play(podman, name, chart.The("Deployment", deployment), chart.OfKind("ConfigMap").FirstOrDefault(o => o.Name == deployment));
        return names;
    }

    /// <summary>Starts a pod as an object describes it.</summary>
    public static void Play(Podman podman, string name, KubeObject workload, KubeObject? settings)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = workload.PodMetadata!["labels"]!.DeepClone() },
            ["spec"] = workload.PodSpec!.DeepClone(),
        };
        // To podman pods share the volumes of a name.
        foreach (var volume in pod["spec"]!["volumes"]?.AsArray() ?? []) volume!["name"] = $"{name}-{volume["name"]}";
        foreach (var container in pod["spec"]!["containers"]!.AsArray())
        {
            foreach (var mount in container!["volumeMounts"]?.AsArray() ?? []) mount!["name"] = $"{name}-{mount["name"]}";
            // Podman asks by curl inside the container, which the images have not: the tests ask instead.
            foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"]) container.AsObject().Remove(probe);
            // Podman opens them on the host besides, where pods would get into each other's way.
            container.AsObject().Remove("ports");
            container["imagePullPolicy"] = "Never";
        }
        var documents = settings is null ? pod.ToJsonString() : $"{settings.Json.ToJsonString()}\n---\n{pod.ToJsonString()}";
        podman.Run(["play", "kube", "--network", Podman.Network, "-"], documents);
    }
}
