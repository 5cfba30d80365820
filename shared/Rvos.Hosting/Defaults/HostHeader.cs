using Microsoft.AspNetCore.Http;
using Rvos.Hosting.Http;

namespace Rvos.Hosting.Defaults;

/// <summary>Refuses requests whose header Host is no name: whoever looks at it later would fail.</summary>
internal static class HostHeader
{
    internal static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (IsReadable(context.Request)) await next(context).ConfigureAwait(false);
        else await Problems.Bad("Host", "The header Host is no name of a host.").ExecuteAsync(context).ConfigureAwait(false);
    }

    private static bool IsReadable(HttpRequest request)
    {
        try
        {
            _ = request.Host;
            return true;
        }
        catch (ArgumentException)
        {
            // The framework's word for international names that cannot be decoded.
            return false;
        }
    }
}
