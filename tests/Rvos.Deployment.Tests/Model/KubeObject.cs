using System.Text.Json.Nodes;

namespace Rvos.Deployment.Tests.Model;

/// <summary>A Kubernetes object.</summary>
/// <param name="Json">All of it.</param>
internal sealed record KubeObject(JsonObject Json)
{
    /// <summary>Such as <c>Deployment</c>.</summary>
    public string Kind => (string)Json["kind"]!;

    /// <summary>Its name.</summary>
    public string Name => (string)Json["metadata"]!["name"]!;

    /// <summary>Its <c>spec</c>.</summary>
    public JsonNode Spec => Json["spec"]!;

    /// <summary>Kind and name, for messages.</summary>
    public string Id => $"{Kind}/{Name}";

    /// <summary>The pod's metadata, of a pod or of what makes pods.</summary>
    public JsonNode? PodMetadata => Kind == "Pod" ? Json["metadata"] : Json["spec"]?["template"]?["metadata"];

    /// <summary>The pod's spec, of a pod or of what makes pods; null for other objects.</summary>
    public JsonNode? PodSpec => Kind == "Pod" ? Json["spec"] : Json["spec"]?["template"]?["spec"];

    /// <summary>Labels of its pods.</summary>
    public IReadOnlyDictionary<string, string> PodLabels => Strings(PodMetadata?["labels"]);

    /// <summary>The part of the suite that its pods are.</summary>
    public string Component => PodLabels["app.kubernetes.io/component"];

    /// <summary>All containers of its pods.</summary>
    public IEnumerable<Container> Containers => new[] { "initContainers", "containers" }
        .SelectMany(list => PodSpec?[list]?.AsArray() ?? []).Select(node => new Container(this, node!));

    /// <summary>Whether its pods run to an end.</summary>
    public bool Ends => Kind is "Job" or "Pod";

    /// <summary>A map of strings; empty when there is none.</summary>
    public static IReadOnlyDictionary<string, string> Strings(JsonNode? node) =>
        node?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!) ?? [];
}
