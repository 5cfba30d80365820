using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting.Http;

namespace Rvos.Notifications.Api;

/// <summary>Reads a small JSON body, and says where it is wrong when it is.</summary>
internal static class JsonBody
{
    internal const int MaximumBytes = ApiJson.MaximumBytes;

    /// <summary>The body, or the problem with it. No body at all is an empty object.</summary>
    internal static async Task<(T? Body, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        var bytes = new byte[MaximumBytes + 1];
        var count = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (count > MaximumBytes) return (null, Problems.At("body", $"The body has more than {MaximumBytes} bytes.", StatusCodes.Status413PayloadTooLarge, "Body too large"));
        if (count > 0 && !request.HasJsonContentType()) return (null, Problems.At("content-type", "The body's type is not application/json.", StatusCodes.Status415UnsupportedMediaType, "Not JSON"));
        return ApiJson.Parse<T>(count == 0 ? "{}"u8 : bytes.AsSpan(0, count));
    }
}
