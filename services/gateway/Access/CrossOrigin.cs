using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Rvos.Gateway.Access;

/// <summary>
/// Cross-origin requests (CORS) of pages whose origins are configured, see <see cref="ApiKeyOptions.AllowedOrigins"/>. A preflight needs no key; the
/// request itself brings its key in a header, never as a cookie. For all other origins browsers keep the answer from the page.
/// </summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan PreflightTime = TimeSpan.FromMinutes(10);

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly string[] Sent =
    [
        "Authorization", "Content-Type", "Accept", "Idempotency-Key", "If-None-Match", "If-Match", "If-Modified-Since", "If-Range", "Range", "Last-Event-ID", "Cache-Control",
        "Tus-Resumable", "Upload-Length", "Upload-Defer-Length", "Upload-Concat", "Upload-Offset", "Upload-Metadata", "Upload-Checksum",
        "X-HTTP-Method-Override", "X-Request-ID", "X-Requested-With", "traceparent", "tracestate",
    ];

    private static readonly string[] Exposed =
    [
        "Location", "ETag", "Retry-After", "Content-Disposition", "Content-Length", "Content-Range", "Accept-Ranges", "Last-Modified", "WWW-Authenticate", "Link",
        "RateLimit", "RateLimit-Policy", "Idempotency-Replayed", "X-Rvos-Video",
        "Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm",
        "Upload-Offset", "Upload-Length", "Upload-Defer-Length", "Upload-Concat", "Upload-Metadata", "Upload-Expires",
    ];

    internal static void Add(IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<ApiKeyOptions>>((cors, options) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.Value.AllowedOrigins]).WithMethods(Methods).WithHeaders(Sent).WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightTime)));
    }

    internal static void Use(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ApiKeyOptions>>().Value.AllowedOrigins.Count == 0) return;
        app.Use((context, next) =>
        {
            context.Response.OnStarting(VaryAsync, context.Response);
            return next(context);
        });
        app.UseCors();
    }

    /// <summary>Why a text is no origin, as a sentence's end; null for one.</summary>
    internal static string? Fault(string text)
    {
        if (text == "*" || text.Contains('*')) return "names more than one origin: each is named on its own, and '*' is not taken";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) return "is no origin such as https://app.example.org";
        var origin = $"{uri.Scheme}://{uri.Authority}";
        return text == origin ? null : $"is more than an origin, or not written as browsers do: {origin} is meant";
    }

    // What is answered depends on who asks: no cache may hand it on to another origin.
    private static Task VaryAsync(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase)) headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }
}
