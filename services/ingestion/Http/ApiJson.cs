using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Ingestion.Http;

/// <summary>The JSON of the API: snake case, unknown properties refused.</summary>
internal static class ApiJson
{
    internal const int MaximumBytes = 64 << 10;

    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 8,
    };

    internal static JsonHttpResult<T> Ok<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Options, statusCode: status);

    /// <summary>A small body, or the problem with it.</summary>
    internal static async Task<(T? Body, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        var bytes = new byte[MaximumBytes + 1];
        var count = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (count > MaximumBytes) return (null, Problems.At("body", $"The body has more than {MaximumBytes} bytes.", StatusCodes.Status413PayloadTooLarge, "Body too large"));
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(0, count), Options) is { } body ? (body, null) : (null, Problems.Bad("body", "The body is null, not an object."));
        }
        catch (JsonException e)
        {
            return (null, Problems.Bad(e.Path ?? "body", $"The body is not the JSON expected, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}{(e.Path is { } path ? $", at {path}" : "")}."));
        }
    }
}
