using Rvos.Contracts.Http;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>The routes of <c>/v1/jobs</c>, results aside.</summary>
internal static class JobApi
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/jobs").WithTags("Jobs").AddEndpointFilter(TenantFilter.RequireAsync).AddEndpointFilter(JobHandlers.RefuseAsync);
        group.MapPost("/", JobHandlers.CreateAsync).Accepts<CreateJobRequest>("application/json").Produces<JobResponse>(StatusCodes.Status201Created)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).WithName("CreateJob").WithSummary("Has a video segmented.");
        group.MapGet("/", JobHandlers.ListAsync).Produces<JobListResponse>().ProducesProblem(400).WithName("ListJobs").WithSummary("Jobs, newest first, in pages.");
        group.MapGet("/{id}", JobHandlers.GetAsync).Produces<JobResponse>().ProducesProblem(404).WithName("GetJob").WithSummary("One job.");
        group.MapDelete("/{id}", JobHandlers.DeleteAsync).Produces<JobResponse>(StatusCodes.Status202Accepted).Produces(StatusCodes.Status204NoContent).ProducesProblem(404)
            .WithName("DeleteJob").WithSummary("Cancels a job in work, or removes one that has ended with its results.");
        group.MapGet("/{id}/events", JobHandlers.EventsAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Produces(StatusCodes.Status204NoContent).ProducesProblem(404)
            .WithName("GetJobEvents").WithSummary("What happens to a job, as server-sent events.");
        Change(group, "/{id}/objects", JobHandlers.AddObjectsAsync, "AddObjects", "Adds objects to a job from a frame on.");
        Change(group, "/{id}/corrections", JobHandlers.CorrectAsync, "CorrectObjects", "Corrects objects of a job from a frame on.");
    }

    private static void Change(RouteGroupBuilder group, string pattern, Delegate handler, string name, string summary) =>
        group.MapPost(pattern, handler).Accepts<ChangeObjectsRequest>("application/json").Produces<JobResponse>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).WithName(name).WithSummary(summary);
}
