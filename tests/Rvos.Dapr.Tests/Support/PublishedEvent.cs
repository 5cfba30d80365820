using System.Text.Json;

namespace Rvos.Dapr.Tests.Support;

/// <summary>An event as the sidecar was given it.</summary>
internal sealed record PublishedEvent(string PubSub, string Topic, string ContentType, JsonElement Body)
{
    internal string Id => Body.GetProperty("id").GetString()!;
}
