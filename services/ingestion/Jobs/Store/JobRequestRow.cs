namespace Rvos.Ingestion.Jobs.Store;

/// <summary>A row of <c>job_requests</c>: the job that a key made.</summary>
internal sealed record JobRequestRow
{
    public required string BodyHash { get; init; }

    public required string JobId { get; init; }
}
