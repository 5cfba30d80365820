using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Hosting.Http;

/// <summary>The JSON of the API: snake case, unknown properties refused, enumerations as words.</summary>
public static class ApiJson
{
    /// <summary>Most bytes of a body, unless an endpoint says otherwise: 64 KiB.</summary>
    public const int MaximumBytes = 64 << 10;

    internal const int MaximumDepth = 16;
    private const int Block = 16 << 10;

    /// <summary>For everything that the API reads and writes.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    // Of bodies that come from outside: null only where it may be, no property twice, no numbers in quotes.
    private static readonly JsonSerializerOptions Requests = new(Options)
    {
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new Base64BytesConverter() },
    };

    /// <summary>An answer with a body.</summary>
    /// <param name="value">The body.</param>
    /// <param name="status">HTTP status.</param>
    public static JsonHttpResult<T> Ok<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Options, statusCode: status);

    /// <summary>A small body, or the problem with it: 400, or 413 when it is too large.</summary>
    /// <param name="request">Its body is read to the end.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="maximum">Most bytes.</param>
    /// <returns>One of the two.</returns>
    public static async Task<(T? Body, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellation, int maximum = MaximumBytes)
        where T : class
    {
        var (bytes, problem) = await ReadBytesAsync(request, maximum, cancellation).ConfigureAwait(false);
        return bytes is null ? (null, problem) : Parse<T>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>A body that was read, or the problem with it: 400, which says what was expected, what came, and where.</summary>
    /// <param name="json">All of the body.</param>
    /// <returns>One of the two.</returns>
    public static (T? Body, ProblemHttpResult? Problem) Parse<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Requests) is { } body ? (body, null) : (null, Problems.Bad("body", "The body is null, not an object."));
        }
        catch (JsonException)
        {
            return (null, JsonFault.Of(json, typeof(T), Requests));
        }
    }

    /// <summary>A body's bytes, or the problem with it: 400 when it is cut off, 413 when it is too large.</summary>
    /// <param name="request">Its body is read to the end.</param>
    /// <param name="maximum">Most bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>One of the two.</returns>
    public static async Task<(MemoryStream? Bytes, ProblemHttpResult? Problem)> ReadBytesAsync(HttpRequest request, int maximum, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var bytes = new MemoryStream();
        var block = new byte[Block];
        try
        {
            for (int count; (count = await request.Body.ReadAsync(block, cancellation).ConfigureAwait(false)) > 0;)
            {
                bytes.Write(block, 0, count);
                if (bytes.Length > maximum) return (null, Problems.At("body", $"The body has more than {maximum} bytes.", StatusCodes.Status413PayloadTooLarge, "Body too large"));
            }
        }
        catch (BadHttpRequestException e)
        {
            return (null, Problems.At("body", e.Message, e.StatusCode, "Body not readable"));
        }

        return (bytes, null);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            MaxDepth = MaximumDepth,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
