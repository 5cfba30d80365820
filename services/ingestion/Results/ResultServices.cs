using Rvos.Hosting.Blobs;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Results;

/// <summary>What the handlers need.</summary>
internal sealed record ResultServices(IJobLookup Jobs, JobMasks Masks, IBlobStore Blobs, VideoLibrary Videos)
{
    internal Task<JobView?> FindJobAsync(HttpContext http, string id, CancellationToken cancellation) => Jobs.FindAsync(Hosting.Http.TenantFilter.TenantOf(http), id, cancellation);
}
