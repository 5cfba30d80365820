using System.Text.Json;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Contracts.Webhooks;
using Rvos.Hosting.Http;

namespace Rvos.Notifications.Intake;

/// <summary>What receivers are told of a job's end.</summary>
public sealed class JobEvents(IOptions<PublicUrlOptions> options)
{
    private const int MaximumReason = 2000;

    /// <summary>The event of type <c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</summary>
    public NotificationEvent Of(JobEnded ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        return new NotificationEvent
        {
            Tenant = ended.Tenant,
            EventId = ended.EventId,
            EventType = "job." + ended.State,
            OccurredAt = ended.OccurredAt,
            JobId = ended.JobId,
            Data = JsonSerializer.Serialize(DataOf(ended), ApiJson.Options),
            Webhook = ended.WebhookUrl is null && ended.WebhookEndpoint is null ? null : new JobWebhook { Url = ended.WebhookUrl, EndpointId = ended.WebhookEndpoint },
        };
    }

    private JobEventData DataOf(JobEnded ended) => new()
    {
        JobId = ended.JobId,
        State = ended.State,
        Frames = ended.Frames,
        Revision = ended.Revision,
        Reason = ended.Reason is { Length: > MaximumReason } reason ? reason[..MaximumReason] + "…" : ended.Reason,
        Labels = ended.Labels,
        Links = LinksOf(ended),
    };

    private JobEventLinks LinksOf(JobEnded ended)
    {
        var job = options.Value.Of($"/v1/jobs/{ended.JobId}");
        return new JobEventLinks
        {
            Self = job,
            MasksZip = ended.Frames > 0 ? job + "/masks.zip" : null,
            Annotations = ended.Frames > 0 ? job + "/annotations.json" : null,
            Metrics = ended is { State: "completed", HasGroundTruth: true } ? job + "/metrics" : null,
        };
    }
}
