using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Rvos.Gateway.Proxy;

/// <summary>Says in problem details (RFC 9457) why a service's answer could not be had, where nothing of one has been sent yet.</summary>
internal static class ProxyFailures
{
    private const string RetrySeconds = "5";

    internal static async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        Limit(context);
        if (IsTooLarge(context, out var limit))
        {
            await TooLargeAsync(context, limit);
            return;
        }
        await next();
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        await AnswerAsync(context, failure);
    }

    private static Task AnswerAsync(HttpContext context, IForwarderErrorFeature failure)
    {
        var response = context.Response;
        if (failure.Exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } && IsLimited(context, out var limit)) return TooLargeAsync(context, limit);
        if (failure.Error == ForwarderError.NoAvailableDestinations || IsUnreachable(failure.Exception))
        {
            response.Headers.RetryAfter = RetrySeconds;
            return Problem(context, StatusCodes.Status503ServiceUnavailable, "Service unavailable", "A service behind the gateway does not answer at the moment; try again.");
        }
        return response.StatusCode switch
        {
            StatusCodes.Status502BadGateway => Problem(context, response.StatusCode, "Bad gateway", "A service behind the gateway broke off; whether it did what was asked is not known."),
            StatusCodes.Status503ServiceUnavailable => Problem(context, response.StatusCode, "Service unavailable", "A service behind the gateway does not answer at the moment; try again."),
            StatusCodes.Status504GatewayTimeout => Problem(context, response.StatusCode, "Gateway timeout", "A service behind the gateway did not answer in time."),
            _ => Problem(context, response.StatusCode, null, null),
        };
    }

    // YARP would set the route's limit after this, and look at a length never.
    private static void Limit(HttpContext context)
    {
        if (context.GetReverseProxyFeature().Route.Config.MaxRequestBodySize is { } most && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
    }

    // The request did not get there: unlike with a broken connection, nothing was done.
    private static bool IsUnreachable(Exception? exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } ||
        exception is OperationCanceledException { InnerException: TimeoutException } or TimeoutException;

    private static bool IsTooLarge(HttpContext context, out long limit) => IsLimited(context, out limit) && context.Request.ContentLength > limit;

    private static bool IsLimited(HttpContext context, out long limit)
    {
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        limit = most ?? 0;
        return most is not null;
    }

    private static Task TooLargeAsync(HttpContext context, long limit) =>
        Problem(context, StatusCodes.Status413PayloadTooLarge, "Body too large", $"The body may have {limit} bytes.");

    private static Task Problem(HttpContext context, int status, string? title, string? detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);
}
