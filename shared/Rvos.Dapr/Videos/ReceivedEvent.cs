using System.Text.Json;
using Rvos.Contracts.Events;
using Rvos.Hosting.Http;

namespace Rvos.Dapr.Videos;

/// <summary>An event as the sidecar delivers it: a CloudEvent in the JSON format, to which Dapr adds attributes of its own.</summary>
/// <param name="Id">Its id, among those of its source.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Data">What it asks for.</param>
internal sealed record ReceivedEvent(string Id, string Source, VideoSubmitted Data)
{
    private const int MaximumText = 1024;

    /// <summary>What names it among all events.</summary>
    internal string Name => JsonSerializer.Serialize(new[] { Source, Id });

    /// <summary>Reads it; null, and what is wrong, when it is no event that asks for a video.</summary>
    internal static ReceivedEvent? TryRead(ReadOnlySpan<byte> body, out string error)
    {
        error = "";
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement, out error);
        }
        catch (JsonException e)
        {
            error = $"it is no JSON: {e.Message}";
            return null;
        }
    }

    private static ReceivedEvent? Read(JsonElement envelope, out string error)
    {
        if (envelope.ValueKind != JsonValueKind.Object) return Wrong("it is no CloudEvent", out error);
        if (TextOf(envelope, "id") is not { Length: > 0 } id) return Wrong($"it has no id of 1 to {MaximumText} characters", out error);
        var source = envelope.TryGetProperty("source", out _) ? TextOf(envelope, "source") : "";
        if (source is null) return Wrong($"its source has more than {MaximumText} characters, or is no text", out error);
        if (!envelope.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) return Wrong("its data are no JSON object (publish them with the content type application/json)", out error);
        var (wanted, problem) = ApiJson.Parse<VideoSubmitted>(JsonSerializer.SerializeToUtf8Bytes(data));
        if (wanted is null) return Wrong($"its data are wrong: {problem!.ProblemDetails.Detail}", out error);
        error = "";
        return new ReceivedEvent(id, source, wanted);
    }

    private static string? TextOf(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaximumText } text ? text : null;

    private static ReceivedEvent? Wrong(string what, out string error)
    {
        error = what;
        return null;
    }
}
