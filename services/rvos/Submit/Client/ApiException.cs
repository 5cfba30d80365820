using System.Net;
using System.Text.Json;

namespace Rvos.Cli.Submit.Client;

/// <summary>The server refused a request: its status and what its problem details (RFC 9457) say.</summary>
public sealed class ApiException : Exception
{
    private const int MaximumBytes = 64 << 10;
    private const int MaximumText = 500;

    internal ApiException(HttpStatusCode status, string message, string? field, TimeSpan? retryAfter)
        : base(message) => (Status, Field, RetryAfter) = (status, field, retryAfter);

    /// <summary>The status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The part of the request that is wrong, where the server says so.</summary>
    public string? Field { get; }

    /// <summary>When to come back, where the server says so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The key is not good for what is asked: no other request will fare better.</summary>
    internal bool IsAboutTheKey => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    internal static async Task<ApiException> FromAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellation)
    {
        var status = response.StatusCode;
        var (title, detail, field) = await ReadAsync(response, cancellation);
        var message = $"{(int)status} {title ?? response.ReasonPhrase ?? status.ToString()}";
        if (detail is not null) message += $": {detail}";
        if (response.Headers.Location is { } location && (int)status is >= 300 and < 400) message += $" (to {location}; redirects are not followed)";
        return new ApiException(status, message, field, RetryAfterOf(response, time));
    }

    private static async Task<(string? Title, string? Detail, string? Field)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not { } type || !type.EndsWith("json", StringComparison.Ordinal)) return default;
        var bytes = new byte[MaximumBytes];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            using var json = JsonDocument.Parse(bytes.AsMemory(0, count));
            return json.RootElement.ValueKind == JsonValueKind.Object ? (Text(json, "title"), Text(json, "detail"), Text(json, "field")) : default;
        }
        // The status says enough.
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            return default;
        }
    }

    private static string? Text(JsonDocument json, string name)
    {
        if (!json.RootElement.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        var text = string.Concat(value.GetString()!.Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= MaximumText ? text : text[..MaximumText] + "…";
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
