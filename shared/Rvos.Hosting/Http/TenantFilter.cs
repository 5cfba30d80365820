using Microsoft.AspNetCore.Http;

namespace Rvos.Hosting.Http;

/// <summary>Lets requests with a tenant pass, see <see cref="TenantHeader"/>.</summary>
public static class TenantFilter
{
    /// <summary>The tenant of a request that passed.</summary>
    /// <param name="http">Of the request.</param>
    /// <exception cref="InvalidOperationException">The request did not pass the filter.</exception>
    public static string TenantOf(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return TenantHeader.TenantOf(http.Request) ?? throw new InvalidOperationException($"the route lacks {nameof(TenantFilter)}");
    }

    /// <summary>The filter: <c>group.AddEndpointFilter(TenantFilter.RequireAsync)</c>.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="next">What the filter stands before.</param>
    public static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return TenantHeader.TenantOf(context.HttpContext.Request) is null ? Problems.NoTenant() : await next(context).ConfigureAwait(false);
    }
}
