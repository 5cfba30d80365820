using System.Buffers;
using System.Text;
using System.Text.Json;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;

namespace Rvos.Dapr.JobEvents;

/// <summary>The end of a job as a CloudEvent 1.0, in the JSON format.</summary>
internal static class JobCloudEvent
{
    /// <summary>Its media type.</summary>
    internal const string ContentType = "application/cloudevents+json";

    /// <summary>Writes it. Its id is that of the webhooks' event, its data are those of the webhooks' messages; <c>tenant</c> is an extension.</summary>
    internal static string Write(JobEnded ended, PublicUrlOptions urls)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", ended.EventId);
            writer.WriteString("source", urls.Of("/v1/jobs"));
            writer.WriteString("type", JobEventPayload.TypeOf(ended));
            writer.WriteString("subject", ended.JobId);
            writer.WriteString("time", ended.OccurredAt.ToUniversalTime());
            writer.WriteString("datacontenttype", "application/json");
            writer.WriteString("tenant", ended.Tenant);
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, JobEventPayload.Of(ended, urls), ApiJson.Options);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
