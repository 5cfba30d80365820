using Rvos.Contracts.Http;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>The routes of <c>/v1/videos</c>.</summary>
internal static class VideoApi
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/videos").WithTags("Videos").AddEndpointFilter(TenantFilter.RequireAsync);
        group.MapPost("/", VideoHandlers.CreateAsync).Accepts<FetchVideoRequest>("application/json", "multipart/form-data").Produces<VideoResponse>(StatusCodes.Status201Created)
            .ProducesProblem(400).ProducesProblem(408).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).DisableAntiforgery()
            .WithName("CreateVideo").WithSummary("Takes a video in: part file of a form, or a URL to fetch.");
        group.MapGet("/", VideoHandlers.ListAsync).Produces<VideoListResponse>().ProducesProblem(400).WithName("ListVideos").WithSummary("Videos, newest first, in pages.");
        group.MapGet("/{id}", VideoHandlers.GetAsync).Produces<VideoResponse>().ProducesProblem(404).WithName("GetVideo").WithSummary("One video.");
        group.MapGet("/{id}/preview.jpg", VideoHandlers.PreviewAsync).Produces(200, contentType: "image/jpeg").ProducesProblem(404).WithName("GetVideoPreview").WithSummary("A small JPEG of the first frame.");
        group.MapDelete("/{id}", VideoHandlers.DeleteAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(404).ProducesProblem(409)
            .WithName("DeleteVideo").WithSummary("Deletes a video that no job needs.");
    }
}
