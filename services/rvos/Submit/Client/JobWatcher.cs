using System.Net.ServerSentEvents;
using System.Text.Json;
using Rvos.Contracts.Http;

namespace Rvos.Cli.Submit.Client;

/// <summary>Waits for a job's end: by its events, which tell each step at once, or by asking where events do not come through.</summary>
internal sealed class JobWatcher(ApiClient api, JobsClient jobs)
{
    // Proxies that gather a stream's bytes before they pass them on look like silence.
    private const int StreamTries = 3;

    /// <summary>How long an event stream may be silent before the job is asked for.</summary>
    internal TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Time between two questions at first; it grows to ten times as much.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The job when it has ended.</summary>
    /// <param name="id">The job.</param>
    /// <param name="seen">Told of each state and progress.</param>
    /// <param name="tell">Told of trouble.</param>
    /// <param name="cancellation">Ends the waiting; the job goes on.</param>
    internal async Task<JobResponse> WaitAsync(string id, Action<JobResponse> seen, Action<string> tell, CancellationToken cancellation)
    {
        var follow = new Follow(null, 0);
        for (var (failures, polls) = (0, 0); ; polls++)
        {
            if (failures < StreamTries)
            {
                follow = await FollowAsync(id, follow with { Events = 0 }, seen, cancellation);
                failures = follow.IsRefused ? StreamTries : follow.Events > 0 ? 0 : failures + 1;
                if (failures == 0) polls = 0;
            }

            var job = await jobs.GetAsync(id, tell, cancellation);
            seen(job);
            if (JobState.IsFinal(job.State)) return job;
            await Task.Delay(Interval * Math.Min(10, 1 + polls), api.Time, cancellation);
        }
    }

    private async Task<Follow> FollowAsync(string id, Follow follow, Action<JobResponse> seen, CancellationToken cancellation)
    {
        try
        {
            using var idle = api.NewIdle(Silence, cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{JobsClient.PathOf(id)}/events");
            request.Headers.Accept.ParseAdd("text/event-stream");
            if (follow.LastId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", follow.LastId);
            using var response = await api.SendAsync(request, idle);
            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream") return follow with { IsRefused = true };
            await using var body = new IdleStream(await response.Content.ReadAsStreamAsync(idle.Token), idle);
            await foreach (var item in SseParser.Create(body).EnumerateAsync(idle.Token))
            {
                follow = follow with { LastId = item.EventId ?? follow.LastId, Events = follow.Events + 1 };
                if (item.EventType is not ("progress" or "state") || JsonSerializer.Deserialize<JobResponse>(item.Data, ApiClient.Json) is not { } job) continue;
                seen(job);
                if (JobState.IsFinal(job.State)) return follow;
            }
        }
        catch (ApiException e) when (!Trouble.IsPassing(e))
        {
            return follow with { IsRefused = true };
        }
        // The job is asked for next, and that tells of trouble that lasts.
        catch (Exception e) when ((Trouble.IsPassing(e) || e is JsonException or InvalidDataException or OperationCanceledException) && !cancellation.IsCancellationRequested)
        {
            return follow;
        }

        return follow;
    }

    private sealed record Follow(string? LastId, int Events)
    {
        internal bool IsRefused { get; init; }
    }
}
