using Microsoft.Extensions.Options;
using Rvos.Hosting.Outbound;
using Rvos.Notifications.Delivery;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Api;

/// <summary>What the handlers need.</summary>
internal sealed record WebhookServices(
    EndpointStore Endpoints, SecretStore Secrets, SecretProtector Protector, DeliveryLog Deliveries, OutboundGuard Guard, DispatchSignal Signal, IOptions<NotificationsOptions> Options, TimeProvider Time);
