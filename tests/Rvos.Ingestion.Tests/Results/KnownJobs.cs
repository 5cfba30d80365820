using System.Collections.Concurrent;
using Rvos.Ingestion.Results;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>The jobs that a test says there are.</summary>
internal sealed class KnownJobs : IJobLookup
{
    private readonly ConcurrentDictionary<(string Tenant, string Job), JobView> _jobs = new();

    internal void Set(JobView job, string tenant = ResultsServer.Tenant) => _jobs[(tenant, job.JobId)] = job;

    public Task<JobView?> FindAsync(string tenant, string jobId, CancellationToken ct) => Task.FromResult(_jobs.GetValueOrDefault((tenant, jobId)));
}
