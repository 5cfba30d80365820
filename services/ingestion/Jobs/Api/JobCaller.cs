using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Who asks for a job, as the gateway says.</summary>
/// <param name="Tenant">Whose job it is.</param>
/// <param name="Key">Id of the API key; null without one.</param>
/// <param name="Quota">Unfinished jobs that the key may have; null for no limit.</param>
internal sealed record JobCaller(string Tenant, string? Key, int? Quota)
{
    internal static JobCaller Of(HttpContext http) => new(TenantFilter.TenantOf(http), GatewayHeaders.KeyOf(http.Request), GatewayHeaders.JobQuotaOf(http.Request));
}
