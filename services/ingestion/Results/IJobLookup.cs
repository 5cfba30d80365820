namespace Rvos.Ingestion.Results;

/// <summary>Where results learn of jobs. Thread-safe.</summary>
public interface IJobLookup
{
    /// <summary>A tenant's job as it is now; null where it has none of that id.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="jobId">Of the job, as the user gave it.</param>
    /// <param name="ct">Stops waiting.</param>
    Task<JobView?> FindAsync(string tenant, string jobId, CancellationToken ct);
}
