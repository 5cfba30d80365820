using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Rvos.Gateway.Client;

/// <summary>The web client and the OpenAPI document: files embedded in this assembly.</summary>
public static class WebClient
{
    private const string Folder = "client/", StartPage = "index.html";

    // The page loads nothing but its own files, shows what it made itself (blob:), and cannot be framed.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".json"] = "application/json",
    };

    /// <summary>
    /// Maps <c>GET /</c> (the client), its files, and <c>GET /openapi.json</c> where the document was there when this was built. None
    /// of them needs a key.
    /// </summary>
    public static WebApplication MapWebClient(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        foreach (var resource in typeof(WebClient).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var name = resource[Folder.Length..];
            var content = Read(resource);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\"");
            var type = ContentTypes[Path.GetExtension(name)];
            app.MapMethods(name == StartPage ? "/" : $"/{name}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
            {
                Protect(context.Response.Headers);
                return TypedResults.File(content, type, entityTag: tag);
            }).ExcludeFromDescription();
        }
        return app;
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(WebClient).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Asked again each time, and answered with 304: a new version shows at once.
        headers.CacheControl = "no-cache";
    }
}
