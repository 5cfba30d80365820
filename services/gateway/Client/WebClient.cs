namespace Rvos.Gateway.Client;

/// <summary>The web client: files embedded in this assembly.</summary>
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
    };

    /// <summary>Maps <c>GET /</c> (the client) and its files. None of them needs a key.</summary>
    public static WebApplication MapWebClient(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        foreach (var resource in EmbeddedFile.In(Folder))
        {
            var name = resource[Folder.Length..];
            var file = EmbeddedFile.Read(resource);
            var type = ContentTypes[Path.GetExtension(name)];
            app.MapMethods(name == StartPage ? "/" : $"/{name}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
            {
                Protect(context.Response.Headers);
                return TypedResults.File(file.Content, type, entityTag: file.Tag);
            }).ExcludeFromDescription();
        }
        return app;
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
