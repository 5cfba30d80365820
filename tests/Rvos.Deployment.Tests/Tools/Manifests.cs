using System.Text.Json.Nodes;
using Rvos.Deployment.Tests.Model;

namespace Rvos.Deployment.Tests.Tools;

/// <summary>Kubernetes objects, and what the strict schemas have to say against them.</summary>
/// <param name="Objects">In the order of the text.</param>
/// <param name="Errors">Empty when all are valid.</param>
internal sealed record Manifests(IReadOnlyList<KubeObject> Objects, IReadOnlyList<string> Errors)
{
    /// <summary>Pods and what makes pods.</summary>
    public IEnumerable<KubeObject> Workloads => Objects.Where(o => o.PodSpec is not null);

    /// <summary>Reads YAML.</summary>
    public static Manifests Read(string yaml)
    {
        string[] command = ["node", DeploymentTools.Script("manifests.mjs"), DeploymentTools.Data("k8s-strict.json"), DeploymentTools.Data("monitoring-strict.json")];
        var answer = JsonNode.Parse(ToolRun.Of(command, yaml).OutputOrThrow())!;
        return new(
            [.. answer["objects"]!.AsArray().Select(node => new KubeObject(node!.AsObject()))],
            [.. answer["errors"]!.AsArray().Select(node => (string)node!)]);
    }

    /// <summary>Objects of a kind.</summary>
    public IEnumerable<KubeObject> OfKind(string kind) => Objects.Where(o => o.Kind == kind);

    /// <summary>The object of that kind and name.</summary>
    public KubeObject The(string kind, string name) => Assert.Single(OfKind(kind), o => o.Name == name);
}
