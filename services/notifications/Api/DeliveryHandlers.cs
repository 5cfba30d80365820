using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Api;

/// <summary>Handlers for deliveries.</summary>
internal static class DeliveryHandlers
{
    internal const int DefaultLimit = 50;
    internal const int MaximumLimit = 200;

    internal static async Task<IResult> ListAsync(string id, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        var limit = DefaultLimit;
        if (query["limit"] is { Count: > 0 } given && (!int.TryParse(given, out limit) || limit is < 1 or > MaximumLimit)) return Problems.Bad("limit", $"limit is not a whole number between 1 and {MaximumLimit}.");
        var state = query["state"] is [{ } wanted] ? wanted : null;
        if (state is not null && !DeliveryState.All.Contains(state)) return Problems.Bad("state", $"state is none of {string.Join(", ", DeliveryState.All)}.");
        var after = query["cursor"] is [{ } text] ? DeliveryCursor.TryParse(text) : null;
        if (after is null && query.ContainsKey("cursor")) return Problems.Bad("cursor", "cursor is not one that a page carried as nextCursor.");
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is null) return Problems.NoEndpoint(id);
        var rows = await services.Deliveries.ListAsync(id, state, after, limit + 1, cancellation);
        var last = rows.Count > limit ? rows[limit - 1] : null;
        return TypedResults.Ok(new DeliveryListResponse
        {
            Items = [.. rows.Take(limit).Select(r => Responses.Of(r))],
            NextCursor = last is null ? null : new DeliveryCursor(last.CreatedAt, last.Id).Text,
        });
    }

    internal static async Task<IResult> GetAsync(string id, string deliveryId, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is null) return Problems.NoEndpoint(id);
        return await services.Deliveries.FindAsync(id, deliveryId, cancellation) is { } row
            ? TypedResults.Ok(Responses.Of(row, await services.Deliveries.AttemptsAsync(deliveryId, cancellation)))
            : Problems.NoDelivery(id, deliveryId);
    }

    internal static async Task<IResult> ReplayAsync(string id, string deliveryId, HttpContext http, WebhookServices services, CancellationToken cancellation)
    {
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is not { } endpoint) return Problems.NoEndpoint(id);
        if (await services.Deliveries.FindAsync(id, deliveryId, cancellation) is null) return Problems.NoDelivery(id, deliveryId);
        if (endpoint.DisabledAt is not null) return Disabled(endpoint);
        await services.Deliveries.ReplayAsync(id, deliveryId, cancellation);
        services.Signal.Set();
        return await services.Deliveries.FindAsync(id, deliveryId, cancellation) is { } row
            ? TypedResults.Accepted($"/v1/webhooks/{id}/deliveries/{deliveryId}", Responses.Of(row))
            : Problems.NoDelivery(id, deliveryId);
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
        if (await services.Endpoints.FindAsync(WebhookApi.Tenant(http), id, cancellation) is not { } endpoint) return Problems.NoEndpoint(id);
        if (endpoint.DisabledAt is not null) return Disabled(endpoint);
        var replayed = await services.Deliveries.ReplayRangeAsync(id, since, until, [.. states.Select(s => s!).Distinct()], cancellation);
        services.Signal.Set();
        return TypedResults.Accepted((string?)null, new ReplayResponse { Replayed = replayed });
    }

    private static ProblemHttpResult Disabled(EndpointRow endpoint) => Problems.Conflict("Webhook endpoint disabled", $"The endpoint is disabled ({endpoint.DisabledReason}); enable it, then replay.");
}
