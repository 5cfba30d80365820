using Rvos.Hosting.Http;
using Rvos.Notifications.Intake;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Api;

/// <summary>Handlers for endpoints.</summary>
internal static class EndpointHandlers
{
    internal const int MaximumDescription = 256;
    internal const long DefaultOverlapSeconds = 24 * 3600;
    internal const long MaximumOverlapSeconds = 7 * 24 * 3600;

    internal static async Task<IResult> CreateAsync(HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        var (body, problem) = await JsonBody.ReadAsync<CreateWebhookRequest>(http.Request, cancellation);
        if (body is null) return problem!;
        if (string.IsNullOrEmpty(body.Url)) return Problems.Bad("url", "The url is missing.");
        if (body.Description is { Length: > MaximumDescription }) return Problems.Bad("description", $"The description has {body.Description.Length} characters, more than {MaximumDescription}.");
        // PostgreSQL takes no NUL.
        if (body.Description?.Contains('\0', StringComparison.Ordinal) == true) return Problems.Bad("description", "The description has a character U+0000.");
        if (EventFilter.TryCreate(body.Events ?? [], out var error) is not { } filter) return Problems.Bad("events", error + ".");
        if (await RefusalAsync(services, body.Url, cancellation) is { } refused) return refused;
        var now = services.Time.GetUtcNow();
        var row = new EndpointRow
        {
            Id = EndpointId.Create(now),
            Tenant = WebhookApi.Tenant(http),
            Url = body.Url,
            Source = EndpointSource.Tenant,
            Events = filter.Json,
            Description = body.Description ?? "",
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
        var secret = WebhookSecret.Create();
        var maximum = services.Options.Value.EndpointsPerTenant;
        if (!await services.Endpoints.AddAsync(row, services.Protector.Protect(secret), maximum, cancellation))
            return Problems.Conflict("Too many webhook endpoints", $"There are {maximum} webhook endpoints already, as many as allowed; delete one first.");
        http.Response.Headers.Location = $"/v1/webhooks/{row.Id}";
        return ApiJson.Ok(Responses.Of(row, secret), StatusCodes.Status201Created);
    }

    internal static async Task<IResult> ListAsync(HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        if (PageQuery.Read(http.Request.Query, out var problem) is not { } page) return problem!;
        var source = http.Request.Query["source"] is [{ } wanted] ? wanted : EndpointSource.Tenant;
        if (source is not (EndpointSource.Tenant or EndpointSource.Job)) return Problems.Bad("source", $"source is neither {EndpointSource.Tenant} nor {EndpointSource.Job}.");
        var rows = await services.Endpoints.ListPageAsync(WebhookApi.Tenant(http), source, page.After, page.Limit + 1, cancellation);
        return ApiJson.Ok(new WebhookListResponse
        {
            Items = [.. rows.Take(page.Limit).Select(e => Responses.Of(e))],
            Next = page.Next(rows, row => (row.CreatedAt, row.Id)),
        });
    }

    internal static async Task<IResult> GetAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation) =>
        await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is { } row ? ApiJson.Ok(Responses.Of(row)) : WebhookProblems.NoEndpoint(id);

    internal static async Task<IResult> DeleteAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation) =>
        await services.Endpoints.DeleteAsync(WebhookApi.Tenant(http), id, cancellation) ? TypedResults.NoContent() : WebhookProblems.NoEndpoint(id);

    internal static async Task<IResult> RotateAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        var (body, problem) = await JsonBody.ReadAsync<RotateSecretRequest>(http.Request, cancellation);
        if (body is null) return problem!;
        var overlap = body.OverlapSeconds ?? DefaultOverlapSeconds;
        if (overlap is < 0 or > MaximumOverlapSeconds) return Problems.Bad("overlap_seconds", $"overlap_seconds is {overlap}, not between 0 and {MaximumOverlapSeconds}.");
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is not { } row) return WebhookProblems.NoEndpoint(id);
        return await services.Secrets.RotateAsync(id, TimeSpan.FromSeconds(overlap), cancellation) is { } secret
            ? ApiJson.Ok(Responses.Of(row, secret))
            : Problems.Conflict("Too many secrets", $"{SecretStore.Maximum} secrets are valid at this moment; wait until one expires, or rotate with overlap_seconds 0.");
    }

    internal static async Task<IResult> DisableAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation) =>
        await services.Endpoints.DisableAsync(WebhookApi.Tenant(http), id, "disabled by its owner", cancellation) ? await GetAsync(id, http, services, cancellation) : WebhookProblems.NoEndpoint(id);

    internal static async Task<IResult> EnableAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        var tenant = WebhookApi.Tenant(http);
        if (await services.Endpoints.FindAsync(tenant, id, cancellation) is not { } row) return WebhookProblems.NoEndpoint(id);
        if (await RefusalAsync(services, row.Url, cancellation) is { } refused) return refused;
        return await services.Endpoints.EnableAsync(tenant, id, cancellation) ? await GetAsync(id, http, services, cancellation) : WebhookProblems.NoEndpoint(id);
    }

    private static async Task<IResult?> RefusalAsync(WebhookServices services, string url, CancellationToken cancellation) =>
        await services.Guard.FindRefusalAsync(url, cancellation) is { } why ? WebhookProblems.Refused("url", $"The URL is refused: {why}.") : null;
}
