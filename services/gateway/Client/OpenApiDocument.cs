using Microsoft.AspNetCore.Authorization;

namespace Rvos.Gateway.Client;

/// <summary>The OpenAPI document, <c>docs/openapi.json</c>: it is embedded in this assembly.</summary>
public static class OpenApiDocument
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/v1/openapi.json";

    internal const string Resource = "api/openapi.json";

    /// <summary>Maps <see cref="Path"/>, which needs no key.</summary>
    public static WebApplication MapOpenApiDocument(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var document = EmbeddedFile.Read(Resource);
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.File(document.Content, "application/json", entityTag: document.Tag);
        }).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
        return app;
    }
}
