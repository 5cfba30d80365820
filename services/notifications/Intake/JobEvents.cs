using System.Text.Json;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;

namespace Rvos.Notifications.Intake;

/// <summary>What receivers are told of a job's end.</summary>
public sealed class JobEvents(IOptions<PublicUrlOptions> options)
{
    /// <summary>The event of type <c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</summary>
    public NotificationEvent Of(JobEnded ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        return new NotificationEvent
        {
            Tenant = ended.Tenant,
            EventId = ended.EventId,
            EventType = JobEventPayload.TypeOf(ended),
            OccurredAt = ended.OccurredAt,
            JobId = ended.JobId,
            Data = JsonSerializer.Serialize(JobEventPayload.Of(ended, options.Value), ApiJson.Options),
            Webhook = ended.WebhookUrl is null && ended.WebhookEndpoint is null ? null : new JobWebhook { Url = ended.WebhookUrl, EndpointId = ended.WebhookEndpoint },
        };
    }
}
