using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Rvos.Hosting.Defaults;

/// <summary>
/// Answers for exceptions: what a request has wrong is said, what this program has wrong is logged and only its trace id said.
/// </summary>
internal sealed partial class ProblemExceptionHandler(IProblemDetailsService problems, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;
    private const int LongestDetail = 500;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException or IOException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }
        var problem = Describe(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError) Log.Unexpected(logger, httpContext.Request.Method, httpContext.Request.Path, exception);
        if (exception.InnerException is JsonException { Path: { Length: > 2 } path }) problem.Extensions["field"] = path[2..];
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem }).ConfigureAwait(false);
    }

    // The messages of BadHttpRequestException are the framework's: they name a parameter or a limit.
    private static ProblemDetails Describe(Exception exception) => exception is BadHttpRequestException bad
        ? new()
        {
            Status = bad.StatusCode,
            Title = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "Body too large" : "Bad request",
            Detail = bad.Message.Length <= LongestDetail ? bad.Message : bad.Message[..LongestDetail],
        }
        : new()
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = "Unexpected error",
            Detail = "The request could not be carried out. The service's log says why under this traceId.",
        };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
        public static partial void Unexpected(ILogger logger, string method, string path, Exception exception);
    }
}
