using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Ingestion.Http;

/// <summary>Answers for bad requests: problem details (RFC 9457) that say what is wrong and, in <c>field</c>, where.</summary>
internal static class Problems
{
    internal static ProblemHttpResult NoTenant() =>
        TypedResults.Problem("The request carries no tenant: it did not come through the gateway.", statusCode: StatusCodes.Status401Unauthorized, title: "No tenant");

    internal static ProblemHttpResult Unknown(string kind, string id) =>
        TypedResults.Problem($"There is no {kind} '{Short(id)}'.", statusCode: StatusCodes.Status404NotFound, title: $"Unknown {kind}");

    internal static ProblemHttpResult Bad(string field, string detail) => At(field, detail, StatusCodes.Status400BadRequest, "Bad request");

    internal static ProblemHttpResult Conflict(string title, string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);

    internal static ProblemHttpResult At(string field, string detail, int status, string title) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["field"] = field });

    internal static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
