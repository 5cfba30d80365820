using Rvos.Ingestion.Results;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Tells results of jobs.</summary>
internal sealed class JobLookup(JobReader reader) : IJobLookup
{
    /// <inheritdoc/>
    public async Task<JobView?> FindAsync(string tenant, string jobId, CancellationToken ct)
    {
        if (jobId.Contains('\0') || await reader.FindAsync(tenant, jobId, ct) is not { } row) return null;
        return new JobView(
            row.Id, row.State, row.Manifest, (int)row.Revision, (int)row.SegmentsMasked, (int)row.FramesMasked, row.HasTruth != 0, row.WantsOverlay != 0 ? ["overlay"] : []);
    }
}
