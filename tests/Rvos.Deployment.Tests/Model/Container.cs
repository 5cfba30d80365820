using System.Text.Json.Nodes;

namespace Rvos.Deployment.Tests.Model;

/// <summary>A container of a pod.</summary>
/// <param name="Owner">Whose pods have it.</param>
/// <param name="Json">All of it.</param>
internal sealed record Container(KubeObject Owner, JsonNode Json)
{
    /// <summary>For messages.</summary>
    public string Id => $"{Owner.Id} container {(string)Json["name"]!}";

    /// <summary>Its image.</summary>
    public string Image => (string)Json["image"]!;

    /// <summary>A value by its path, such as <c>resources/limits/memory</c>; null when absent.</summary>
    public JsonNode? At(string path) => path.Split('/').Aggregate((JsonNode?)Json, (node, name) => node?[name]);

    /// <summary>Names of secrets and keys in its environment.</summary>
    public IEnumerable<(string Variable, string Secret, string Key)> SecretEnvironment => (Json["env"]?.AsArray() ?? [])
        .Where(variable => variable!["valueFrom"]?["secretKeyRef"] is not null)
        .Select(variable => ((string)variable!["name"]!, (string)variable["valueFrom"]!["secretKeyRef"]!["name"]!, (string)variable["valueFrom"]!["secretKeyRef"]!["key"]!));
}
