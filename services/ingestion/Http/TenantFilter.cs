using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Http;

/// <summary>Lets requests with a tenant pass.</summary>
internal static class TenantFilter
{
    internal static string TenantOf(HttpContext http) => TenantHeader.TenantOf(http.Request)!;

    internal static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        TenantHeader.TenantOf(context.HttpContext.Request) is null ? Problems.NoTenant() : await next(context);
}
