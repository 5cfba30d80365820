using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Notifications.Api;

/// <summary>Answers for bad requests: problem details (RFC 9457) that say what is wrong and, in <c>field</c>, where.</summary>
internal static class Problems
{
    internal static ProblemHttpResult NoTenant() => TypedResults.Problem("The request carries no tenant: it did not come through the gateway.", statusCode: StatusCodes.Status401Unauthorized, title: "No tenant");

    internal static ProblemHttpResult NoEndpoint(string id) => TypedResults.Problem($"There is no webhook endpoint '{Short(id)}'.", statusCode: StatusCodes.Status404NotFound, title: "Unknown webhook endpoint");

    internal static ProblemHttpResult NoDelivery(string id, string delivery) =>
        TypedResults.Problem($"The webhook endpoint '{Short(id)}' has no delivery '{Short(delivery)}'.", statusCode: StatusCodes.Status404NotFound, title: "Unknown delivery");

    internal static ProblemHttpResult Bad(string field, string detail) => At(field, detail, StatusCodes.Status400BadRequest, "Bad request");

    internal static ProblemHttpResult Refused(string field, string detail) => At(field, detail, StatusCodes.Status422UnprocessableEntity, "URL refused");

    internal static ProblemHttpResult Conflict(string title, string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);

    internal static ProblemHttpResult At(string field, string detail, int status, string title) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["field"] = field });

    private static string Short(string id) => id.Length <= 100 ? id : id[..100] + "…";
}
