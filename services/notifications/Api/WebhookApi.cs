using Rvos.Hosting.Http;

namespace Rvos.Notifications.Api;

/// <summary>The routes of <c>/v1/webhooks</c>.</summary>
internal static class WebhookApi
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/webhooks").WithTags("Webhooks").AddEndpointFilter(TenantFilter.RequireAsync);
        group.MapPost("/", EndpointHandlers.CreateAsync).Accepts<CreateWebhookRequest>("application/json").Produces<WebhookResponse>(StatusCodes.Status201Created)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).WithName("CreateWebhook").WithSummary("Registers an endpoint; the answer carries its secret, once.");
        group.MapGet("/", EndpointHandlers.ListAsync).Produces<WebhookListResponse>().WithName("ListWebhooks").WithSummary("All endpoints.");
        group.MapGet("/{id}", EndpointHandlers.GetAsync).Produces<WebhookResponse>().ProducesProblem(404).WithName("GetWebhook").WithSummary("One endpoint.");
        group.MapDelete("/{id}", EndpointHandlers.DeleteAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(404).WithName("DeleteWebhook").WithSummary("Deletes an endpoint and its deliveries.");
        group.MapPost("/{id}/rotate", EndpointHandlers.RotateAsync).Accepts<RotateSecretRequest>("application/json").Produces<WebhookResponse>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).WithName("RotateWebhookSecret").WithSummary("Makes a new secret; the older ones sign beside it for a while.");
        group.MapPost("/{id}/disable", EndpointHandlers.DisableAsync).Produces<WebhookResponse>().ProducesProblem(404).WithName("DisableWebhook").WithSummary("Stops sending; what waits is cancelled.");
        group.MapPost("/{id}/enable", EndpointHandlers.EnableAsync).Produces<WebhookResponse>().ProducesProblem(404).ProducesProblem(422).WithName("EnableWebhook").WithSummary("Sends again.");
        group.MapGet("/{id}/deliveries", DeliveryHandlers.ListAsync).Produces<DeliveryListResponse>().ProducesProblem(400).ProducesProblem(404).WithName("ListWebhookDeliveries").WithSummary("Deliveries, newest first, in pages.");
        group.MapGet("/{id}/deliveries/{deliveryId}", DeliveryHandlers.GetAsync).Produces<DeliveryResponse>().ProducesProblem(404).WithName("GetWebhookDelivery").WithSummary("One delivery with its attempts.");
        group.MapPost("/{id}/deliveries/{deliveryId}/replay", DeliveryHandlers.ReplayAsync).Produces<DeliveryResponse>(StatusCodes.Status202Accepted)
            .ProducesProblem(404).ProducesProblem(409).WithName("ReplayWebhookDelivery").WithSummary("Sends one message again, with its old id.");
        group.MapPost("/{id}/replay", DeliveryHandlers.ReplayRangeAsync).Accepts<ReplayRequest>("application/json").Produces<ReplayResponse>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).WithName("ReplayWebhookDeliveries").WithSummary("Sends the messages of a time range again.");
    }

    internal static string Tenant(HttpContext context) => TenantFilter.TenantOf(context);
}
