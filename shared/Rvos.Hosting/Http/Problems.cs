using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Hosting.Http;

/// <summary>Answers for bad requests: problem details (RFC 9457) that say what is wrong and, in <c>field</c>, where.</summary>
public static class Problems
{
    private const int MaximumShown = 100;
    private const string RetryAfter = "2";

    /// <summary>401: the request did not come through the gateway.</summary>
    public static ProblemHttpResult NoTenant() =>
        TypedResults.Problem("The request carries no tenant: it did not come through the gateway.", statusCode: StatusCodes.Status401Unauthorized, title: "No tenant");

    /// <summary>404: the tenant has no such thing.</summary>
    /// <param name="kind">What was asked for, such as <c>video</c>.</param>
    /// <param name="id">As the user gave it.</param>
    public static ProblemHttpResult Unknown(string kind, string id) =>
        TypedResults.Problem($"There is no {kind} '{Short(id)}'.", statusCode: StatusCodes.Status404NotFound, title: $"Unknown {kind}");

    /// <summary>400.</summary>
    /// <param name="field">Where it is wrong: a property, a parameter or a header.</param>
    /// <param name="detail">A sentence that says what is wrong.</param>
    public static ProblemHttpResult Bad(string field, string detail) => At(field, detail, StatusCodes.Status400BadRequest, "Bad request");

    /// <summary>409.</summary>
    /// <param name="title">What it is in a few words.</param>
    /// <param name="detail">A sentence that says what stands against it.</param>
    public static ProblemHttpResult Conflict(string title, string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);

    /// <summary>503 with <c>Retry-After</c>: something that passes by itself.</summary>
    /// <param name="http">Of the request.</param>
    /// <param name="detail">A sentence that says what did not work.</param>
    public static ProblemHttpResult Later(HttpContext http, string detail)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.RetryAfter = RetryAfter;
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Try again");
    }

    /// <summary>Any status, with the place of the fault.</summary>
    /// <param name="field">Where it is wrong: a property, a parameter or a header.</param>
    /// <param name="detail">A sentence that says what is wrong.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="title">What it is in a few words.</param>
    public static ProblemHttpResult At(string field, string detail, int status, string title) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["field"] = field });

    /// <summary>A user's text, cut to what an answer may repeat of it (100 characters).</summary>
    /// <param name="text">The text.</param>
    public static string Short(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaximumShown ? text : text[..MaximumShown] + "…";
    }
}
