using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rvos.Dapr.Videos;

/// <summary>
/// Lets the sidecar, and nobody else, to the endpoints that are for it: by a port of its own, by its token, or by both. On its port nothing else answers,
/// since what a sidecar reaches others reach through it.
/// </summary>
internal sealed partial class SidecarDoor(RequestDelegate next, DaprSettings settings, ILogger<SidecarDoor> logger)
{
    /// <summary>The header in which the sidecar sends its token.</summary>
    internal const string TokenHeader = "dapr-api-token";

    private readonly int? _port = settings.Options.AppPort;

    // Compared as digests: in a time that tells nothing of the token, its length included.
    private readonly byte[]? _token = settings.AppToken is { } token ? Digest(token) : null;

    public Task InvokeAsync(HttpContext context)
    {
        var isForSidecar = context.GetEndpoint()?.Metadata.GetMetadata<SidecarEndpoint>() is not null;
        if (_port is not null && context.Connection.LocalPort == _port != isForSidecar) return AnswerAsync(context, StatusCodes.Status404NotFound);
        if (!isForSidecar || _token is null || HasToken(context)) return next(context);
        Log.Refused(logger, context.Request.Path, context.Connection.RemoteIpAddress);
        return AnswerAsync(context, StatusCodes.Status401Unauthorized);
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private bool HasToken(HttpContext context) => context.Request.Headers[TokenHeader] is [{ } given] && CryptographicOperations.FixedTimeEquals(Digest(given), _token);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request to {Path} from {Address} without the sidecar's token (APP_API_TOKEN) was refused")]
        internal static partial void Refused(ILogger logger, string path, System.Net.IPAddress? address);
    }
}
