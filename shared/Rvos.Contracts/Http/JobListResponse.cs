namespace Rvos.Contracts.Http;

/// <summary>A page of jobs, newest first.</summary>
public sealed record JobListResponse
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<JobResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last.</summary>
    public string? Next { get; init; }
}
