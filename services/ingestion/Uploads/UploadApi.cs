using Rvos.Contracts.Http;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Uploads;

/// <summary>The routes of <c>/v1/uploads</c>.</summary>
internal static class UploadApi
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/uploads").WithTags("Uploads").AddEndpointFilter(FilterAsync);
        group.MapMethods("/", [HttpMethods.Options], UploadHandlers.Options).WithName("DescribeUploads").WithSummary("What of the tus protocol is spoken.");
        group.MapMethods("/{id}", [HttpMethods.Options], UploadHandlers.Options).WithName("DescribeUpload").WithSummary("What of the tus protocol is spoken.");
        group.MapPost("/", UploadHandlers.CreateAsync).Produces(StatusCodes.Status201Created).ProducesProblem(400).ProducesProblem(412).ProducesProblem(413).ProducesProblem(429)
            .WithName("CreateUpload").WithSummary("Begins a resumable upload (tus creation), with its first bytes if wanted.");
        group.MapMethods("/{id}", [HttpMethods.Head], UploadHandlers.HeadAsync).WithName("GetUploadOffset").WithSummary("How many bytes have come.");
        group.MapGet("/{id}", UploadHandlers.GetAsync).Produces<UploadResponse>().ProducesProblem(404).WithName("GetUpload").WithSummary("The upload's state.");
        group.MapPatch("/{id}", UploadHandlers.PatchAsync).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(410).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(423)
            .ProducesProblem(Tus.ChecksumMismatch).WithName("AppendUpload").WithSummary("More bytes.");
        group.MapDelete("/{id}", UploadHandlers.DeleteAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(404).ProducesProblem(423)
            .WithName("DeleteUpload").WithSummary("Ends an upload and removes its bytes; a video that it became stays.");
        group.MapPost("/{id}", UploadHandlers.OverriddenAsync).ExcludeFromDescription();
    }

    // The protocol: each answer tells the version, and each request but OPTIONS must. GET is none of the protocol's.
    private static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers[Tus.ResumableHeader] = Tus.Version;
        if (HttpMethods.IsOptions(http.Request.Method)) return await next(context);
        if (TenantHeader.TenantOf(http.Request) is null) return Problems.NoTenant();
        if (HttpMethods.IsGet(http.Request.Method) || http.Request.Headers[Tus.ResumableHeader] == Tus.Version) return await next(context);
        http.Response.Headers[Tus.VersionHeader] = Tus.Version;
        return Problems.At(Tus.ResumableHeader, $"{Tus.ResumableHeader} must be {Tus.Version}.", StatusCodes.Status412PreconditionFailed, "Unknown version of the tus protocol");
    }
}
