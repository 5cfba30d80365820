using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Handlers for jobs.</summary>
internal static class JobHandlers
{
    internal static async Task<IResult> CreateAsync(HttpContext http, JobServices services, CancellationToken cancellation)
    {
        if (!http.Request.HasJsonContentType()) return NotJson();
        AllowBody(http, services);
        using var share = services.Work.Open(TenantFilter.TenantOf(http));
        var limits = services.Options.Value;
        var (request, hash, problem) = await BoundedBody.ReadAsync<CreateJobRequest>(http.Request, limits.MaximumBodyBytes, JobBounds.OfCreation(limits), share, cancellation);
        if (request is null) return problem!;
        var (row, isReplay) = await services.Creation.CreateAsync(JobCaller.Of(http), request, IdempotencyKey.Of(http.Request, hash), share, cancellation);
        http.Response.Headers.Location = $"/v1/jobs/{row.Id}";
        if (isReplay) http.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return ApiJson.Ok(JobResponses.Of(row), StatusCodes.Status201Created);
    }

    internal static async Task<IResult> ListAsync(HttpContext http, JobServices services, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        if (PageQuery.Read(query, out var problem) is not { } page) return problem!;
        var state = query["state"] is [{ } wanted] ? wanted : null;
        if (query.ContainsKey("state") && (state is null || !JobState.Shown.Contains(state))) return Problems.Bad("state", $"state is not one of {string.Join(", ", JobState.Shown)}.");
        (string, string)? label = query["label"] is [{ } pair] && pair.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !pair.Contains('\0') ? (pair[..colon], pair[(colon + 1)..]) : null;
        if (query.ContainsKey("label") && label is null) return Problems.Bad("label", "label is not name:value.");
        var rows = await services.Reader.ListAsync(TenantFilter.TenantOf(http), new JobFilter(state, label, page.After, page.Limit + 1), cancellation);
        return ApiJson.Ok(new JobListResponse { Items = [.. rows.Take(page.Limit).Select(JobResponses.Of)], Next = page.Next(rows, row => (row.CreatedAt, row.Id)) });
    }

    internal static async Task<IResult> GetAsync(string id, HttpContext http, JobServices services, CancellationToken cancellation) =>
        await FindAsync(id, http, services, cancellation) is { } row ? ApiJson.Ok(JobResponses.Of(row)) : Problems.Unknown("job", id);

    internal static async Task<IResult> DeleteAsync(string id, HttpContext http, JobServices services, CancellationToken cancellation)
    {
        while (await FindAsync(id, http, services, cancellation) is not null)
        {
            if (await services.Writer.ChangeAsync(id, services.Flow.Cancel, CancellationToken.None) is { } cancelled) return ApiJson.Ok(JobResponses.Of(cancelled), StatusCodes.Status202Accepted);
            if (await services.Removal.RemoveAsync(id, null, CancellationToken.None)) return TypedResults.NoContent();
            // It had ended, and then a change of its objects had it go on: it can be cancelled after all.
        }

        return Problems.Unknown("job", id);
    }

    internal static Task<IResult> AddObjectsAsync(string id, HttpContext http, JobServices services, CancellationToken cancellation) => ChangeAsync(id, http, services, areNew: true, cancellation);

    internal static Task<IResult> CorrectAsync(string id, HttpContext http, JobServices services, CancellationToken cancellation) => ChangeAsync(id, http, services, areNew: false, cancellation);

    internal static async Task<IResult> EventsAsync(string id, HttpContext http, JobServices services, CancellationToken cancellation)
    {
        if (await FindAsync(id, http, services, cancellation) is not { } row) return Problems.Unknown("job", id);
        var after = 0L;
        if (http.Request.Headers["Last-Event-ID"] is { Count: > 0 } last && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after)) return Problems.Bad("Last-Event-ID", "Last-Event-ID is no number of an event.");
        // What tells an EventSource not to come again.
        if (JobState.HasEnded(row.State) && row.Version <= after) return TypedResults.NoContent();
        await services.Events.WriteAsync(http.Response, row.Id, after, cancellation);
        return TypedResults.Empty;
    }

    /// <summary>Turns what is wrong with a request into an answer.</summary>
    internal static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadRequestFieldException bad)
        {
            if (bad.Status == StatusCodes.Status429TooManyRequests) context.HttpContext.Response.Headers.RetryAfter = "10";
            return Problems.At(bad.Field, bad.Message, bad.Status, Title(bad.Status));
        }
        catch (WorkBudgetException full)
        {
            return full.Answer(context.HttpContext);
        }
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, JobServices services, bool areNew, CancellationToken cancellation)
    {
        if (!http.Request.HasJsonContentType()) return NotJson();
        AllowBody(http, services);
        using var share = services.Work.Open(TenantFilter.TenantOf(http));
        var limits = services.Options.Value;
        var (request, _, problem) = await BoundedBody.ReadAsync<ChangeObjectsRequest>(http.Request, limits.MaximumBodyBytes, JobBounds.OfChange(limits), share, cancellation);
        if (request is null) return problem!;
        return await services.Changes.ChangeAsync(JobCaller.Of(http), id, request, areNew, share, cancellation) is { } row ? ApiJson.Ok(JobResponses.Of(row), StatusCodes.Status202Accepted) : Problems.Unknown("job", id);
    }

    // The server's own limit is for requests without masks. One byte more than is taken: what goes beyond is refused with a reason.
    private static void AllowBody(HttpContext http, JobServices services)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = services.Options.Value.MaximumBodyBytes + 1L;
    }

    // PostgreSQL takes no NUL.
    private static Task<JobRow?> FindAsync(string id, HttpContext http, JobServices services, CancellationToken cancellation) =>
        id.Contains('\0') ? Task.FromResult<JobRow?>(null) : services.Reader.FindAsync(TenantFilter.TenantOf(http), id, cancellation);

    private static ProblemHttpResult NotJson() => Problems.At("content-type", "The body's type is not application/json.", StatusCodes.Status415UnsupportedMediaType, "Unsupported media type");

    private static string Title(int status) => status switch
    {
        StatusCodes.Status409Conflict => "Not in this state",
        StatusCodes.Status429TooManyRequests => "Too many jobs",
        StatusCodes.Status400BadRequest => "Bad request",
        _ => "Request cannot be followed",
    };
}
