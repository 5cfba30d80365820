using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Gateway.Access;

/// <summary>Answers to requests that are not let through: problem details (RFC 9457), with the challenges of bearer tokens (RFC 6750).</summary>
internal static class Refusals
{
    private const string Realm = "Bearer realm=\"rvos\"";

    internal static Task NoKeyAsync(HttpContext context) =>
        ChallengeAsync(context, Realm, StatusCodes.Status401Unauthorized, "API key needed", "Send the header 'Authorization: Bearer rvos_…'.");

    internal static Task BadKeyAsync(HttpContext context, string detail) =>
        ChallengeAsync(context, $"{Realm}, error=\"invalid_token\"", StatusCodes.Status401Unauthorized, "API key refused", detail);

    internal static Task NoScopeAsync(HttpContext context, IReadOnlyList<string> scopes) =>
        ChallengeAsync(context, $"{Realm}, error=\"insufficient_scope\", scope=\"{string.Join(' ', scopes)}\"", StatusCodes.Status403Forbidden, "Scope missing",
            $"The API key has none of the scopes that this takes: {string.Join(", ", scopes)}.");

    internal static Task KeyInUrlAsync(HttpContext context) =>
        Problem(StatusCodes.Status400BadRequest, "API key in a URL", "Keys belong in the header Authorization, never in a URL, which is logged on its way: revoke this one and make another.").ExecuteAsync(context);

    internal static Task TooManyAsync(HttpContext context, int perMinute, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = Seconds(retryAfter);
        return Problem(StatusCodes.Status429TooManyRequests, "Too many requests", $"The API key may make {perMinute} requests per minute.").ExecuteAsync(context);
    }

    internal static Task NoDatabaseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Problem(StatusCodes.Status503ServiceUnavailable, "Keys out of reach", "API keys cannot be looked up at the moment; try again.").ExecuteAsync(context);
    }

    /// <summary>Whole seconds, rounded up, at least 1.</summary>
    internal static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static Task ChallengeAsync(HttpContext context, string challenge, int status, string title, string detail)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Problem(status, title, detail).ExecuteAsync(context);
    }

    private static ProblemHttpResult Problem(int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title);
}
