using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting.Http;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Api;

/// <summary>Handlers for deliveries.</summary>
internal static class DeliveryHandlers
{
    internal static async Task<IResult> ListAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        if (PageQuery.Read(query, out var problem) is not { } page) return problem!;
        var state = query["state"] is [{ } wanted] ? wanted : null;
        if (state is not null && !DeliveryState.All.Contains(state)) return Problems.Bad("state", $"state is none of {string.Join(", ", DeliveryState.All)}.");
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is null) return WebhookProblems.NoEndpoint(id);
        var rows = await services.Deliveries.ListAsync(id, state, page.After, page.Limit + 1, cancellation);
        return ApiJson.Ok(new DeliveryListResponse
        {
            Items = [.. rows.Take(page.Limit).Select(r => Responses.Of(r))],
            Next = page.Next(rows, row => (row.CreatedAt, row.Id)),
        });
    }

    internal static async Task<IResult> GetAsync(string id, string deliveryId, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is null) return WebhookProblems.NoEndpoint(id);
        return await services.Deliveries.FindAsync(id, deliveryId, cancellation) is { } row
            ? ApiJson.Ok(Responses.Of(row, await services.Deliveries.AttemptsAsync(deliveryId, cancellation)))
            : WebhookProblems.NoDelivery(id, deliveryId);
    }

    internal static async Task<IResult> ReplayAsync(string id, string deliveryId, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is not { } endpoint) return WebhookProblems.NoEndpoint(id);
        if (await services.Deliveries.FindAsync(id, deliveryId, cancellation) is null) return WebhookProblems.NoDelivery(id, deliveryId);
        if (endpoint.DisabledAt is not null) return Disabled(endpoint);
        await services.Deliveries.ReplayAsync(id, deliveryId, cancellation);
        services.Signal.Raise();
        http.Response.Headers.Location = $"/v1/webhooks/{id}/deliveries/{deliveryId}";
        return await services.Deliveries.FindAsync(id, deliveryId, cancellation) is { } row
            ? ApiJson.Ok(Responses.Of(row), StatusCodes.Status202Accepted)
            : WebhookProblems.NoDelivery(id, deliveryId);
    }

    internal static async Task<IResult> ReplayRangeAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        var (body, problem) = await JsonBody.ReadAsync<ReplayRequest>(http.Request, cancellation);
        if (body is null) return problem!;
        if (body.Since is not { } since) return Problems.Bad("since", "since is missing: the first moment of the range, such as 2026-01-31T12:00:00Z.");
        var until = body.Until ?? services.Time.GetUtcNow().AddMilliseconds(1);
        if (until <= since) return Problems.Bad("until", "until is not after since.");
        string?[] states = body.States is { Count: > 0 } ? [.. body.States] : [DeliveryState.Failed, DeliveryState.Cancelled];
        if (Array.FindIndex(states, s => s is not (DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Cancelled)) is var wrong and >= 0)
            return Problems.Bad($"states[{wrong}]", "A state is none of delivered, failed, cancelled.");
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is not { } endpoint) return WebhookProblems.NoEndpoint(id);
        if (endpoint.DisabledAt is not null) return Disabled(endpoint);
        var replayed = await services.Deliveries.ReplayRangeAsync(id, since, until, [.. states.Select(s => s!).Distinct()], cancellation);
        services.Signal.Raise();
        return ApiJson.Ok(new ReplayResponse { Replayed = replayed }, StatusCodes.Status202Accepted);
    }

    private static ProblemHttpResult Disabled(EndpointRow endpoint) => Problems.Conflict("Webhook endpoint disabled", $"The endpoint is disabled ({endpoint.DisabledReason}); enable it, then replay.");
}
