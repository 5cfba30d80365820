using System.Net;

namespace Rvos.Cli.Submit.Client;

/// <summary>Which failures pass, so that trying again makes sense.</summary>
internal static class Trouble
{
    internal static bool IsPassing(Exception error) => error switch
    {
        _ when IsOurs(error) => false,
        // A result that is not made yet.
        ApiException { Status: HttpStatusCode.NotFound, RetryAfter: not null } => true,
        ApiException api => IsPassing(api.Status),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The server works, but wants to be asked later.</summary>
    internal static bool IsAskedToWait(Exception error) => error is ApiException { Status: HttpStatusCode.TooManyRequests };

    internal static string Describe(Exception error) => error switch
    {
        HttpRequestException { InnerException: { } inner } => inner.Message,
        _ => error.Message,
    };

    /// <summary>A failure of this machine's that the HTTP client has wrapped, such as a file that cannot be read while it is sent.</summary>
    internal static SubmitException? OursIn(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is SubmitException ours) return ours;
        return null;
    }

    private static bool IsOurs(Exception error) => OursIn(error) is not null;

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.Locked or HttpStatusCode.TooManyRequests or (HttpStatusCode)425
        || ((int)status >= 500 && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));
}
