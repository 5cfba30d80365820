using Rvos.Contracts.Messages;
using Rvos.Contracts.Webhooks;
using Rvos.Hosting.Http;

namespace Rvos.Hosting.Jobs;

/// <summary>What those who wait for it are told of a job's end, whichever way they are told.</summary>
public static class JobEventPayload
{
    private const int MaximumReason = 2000;

    /// <summary>The type of the event: <c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</summary>
    /// <param name="ended">The end.</param>
    public static string TypeOf(JobEnded ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        return "job." + ended.State;
    }

    /// <summary>The data of the event.</summary>
    /// <param name="ended">The end.</param>
    /// <param name="urls">Where users reach the API.</param>
    public static JobEventData Of(JobEnded ended, PublicUrlOptions urls)
    {
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(urls);
        return new JobEventData
        {
            JobId = ended.JobId,
            State = ended.State,
            Frames = ended.Frames,
            Revision = ended.Revision,
            Reason = ended.Reason is { Length: > MaximumReason } reason ? reason[..MaximumReason] + "…" : ended.Reason,
            Warnings = ended.Warnings,
            Labels = ended.Labels,
            Links = LinksOf(ended, urls.Of($"/v1/jobs/{ended.JobId}")),
        };
    }

    private static JobEventLinks LinksOf(JobEnded ended, string job) => new()
    {
        Self = job,
        MasksZip = ended.Frames > 0 ? job + "/masks.zip" : null,
        Annotations = ended.Frames > 0 ? job + "/annotations.json" : null,
        Metrics = ended is { State: "completed", HasGroundTruth: true } ? job + "/metrics" : null,
    };
}
