using System.Text.Json;

namespace Rvos.Dapr.Tests.Support;

/// <summary>Events with videos, as Dapr wraps them.</summary>
internal static class Envelope
{
    internal const string Box = """[{"id": 1, "box": [112, 156, 196, 218]}]""";

    internal static string Of(string url, string id = "event-1", string mode = "one-shot", string objects = Box, string more = "", string source = "dashcam-7") =>
        Around($$"""{"url": {{JsonSerializer.Serialize(url)}}, "mode": "{{mode}}", "objects": {{objects}}, "labels": {"camera": "front"}, "outputs": []{{more}}}""", id, source);

    internal static string Around(string data, string id = "event-1", string source = "dashcam-7") =>
        $$"""
        {"specversion": "1.0", "id": "{{id}}", "source": "{{source}}", "type": "com.dapr.event.sent", "datacontenttype": "application/json", "pubsubname": "rvos-pubsub", "topic": "rvos.videos",
         "time": "2026-11-30T12:00:00Z", "traceid": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tenant": "globex", "data": {{data}}}
        """;
}
