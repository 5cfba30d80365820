using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Hosting.Http;

/// <summary>A request does not fit into what requests may take of memory.</summary>
/// <param name="message">A sentence with the figures.</param>
/// <param name="mayPass">True where it fits once others are answered.</param>
public sealed class WorkBudgetException(string message, bool mayPass) : Exception(message)
{
    private const string RetryAfter = "2";

    /// <summary>True where it fits once others are answered.</summary>
    public bool MayPass { get; } = mayPass;

    /// <summary>The answer: 429 with <c>Retry-After</c>, or 413 for what never fits.</summary>
    /// <param name="http">Of the request.</param>
    public ProblemHttpResult Answer(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!MayPass) return Problems.At("body", Message, StatusCodes.Status413PayloadTooLarge, "Body too large");
        http.Response.Headers.RetryAfter = RetryAfter;
        return Problems.At("body", Message, StatusCodes.Status429TooManyRequests, "Too much in work");
    }
}
