using Microsoft.Extensions.Options;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>What the handlers need.</summary>
internal sealed record JobServices(JobCreation Creation, JobChanges Changes, JobReader Reader, JobWriter Writer, JobFlow Flow, JobRemoval Removal, JobEventStream Events, WorkBudget Work, IOptions<JobOptions> Options);
