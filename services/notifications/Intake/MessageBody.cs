using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Rvos.Notifications.Intake;

/// <summary>The body and id of a message, as Standard Webhooks 1.0 suggests: <c>type</c>, <c>timestamp</c>, <c>data</c>.</summary>
internal static class MessageBody
{
    /// <summary>The id is a function of endpoint and event: whoever makes the message, and however often, the receiver sees one id.</summary>
    internal static string IdOf(string endpointId, string eventId) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpointId}\n{eventId}")).AsSpan(0, 16));

    /// <exception cref="ArgumentException">The data are no JSON.</exception>
    internal static string Write(NotificationEvent happened)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", happened.EventType);
            writer.WriteString("timestamp", happened.OccurredAt.ToUniversalTime());
            writer.WritePropertyName("data");
            try
            {
                writer.WriteRawValue(happened.Data);
            }
            catch (JsonException e)
            {
                throw new ArgumentException($"event {happened.EventId}: its data are no JSON: {e.Message}", nameof(happened), e);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
