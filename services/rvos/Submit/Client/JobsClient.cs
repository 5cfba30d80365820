using System.Net;
using System.Net.Http.Json;
using Rvos.Contracts.Http;

namespace Rvos.Cli.Submit.Client;

/// <summary>The jobs API.</summary>
internal sealed class JobsClient(ApiClient api)
{
    internal const string IdempotencyKey = "Idempotency-Key";
    private const string Root = "/v1/jobs";

    /// <summary>Creates a job; with the same key and request again it is the same job.</summary>
    internal Task<JobResponse> CreateAsync(CreateJobRequest job, string idempotencyKey, Action<string> tell, CancellationToken cancellation) => api.JsonAsync<JobResponse>(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Root) { Content = JsonContent.Create(job, options: ApiClient.Json) };
        request.Headers.Add(IdempotencyKey, idempotencyKey);
        return request;
    }, tell, cancellation);

    /// <summary>A job; null when the server does not know it.</summary>
    internal async Task<JobResponse?> FindAsync(string id, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync(id, tell, cancellation);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    internal Task<JobResponse> GetAsync(string id, Action<string> tell, CancellationToken cancellation) =>
        api.JsonAsync<JobResponse>(() => new HttpRequestMessage(HttpMethod.Get, PathOf(id)), tell, cancellation);

    /// <summary>A page of jobs, newest first.</summary>
    internal Task<JobListResponse> ListAsync(string? state, IEnumerable<KeyValuePair<string, string>> labels, int limit, string? cursor, Action<string> tell, CancellationToken cancellation)
    {
        var query = new List<string> { $"limit={limit}" };
        if (state is not null) query.Add($"state={Uri.EscapeDataString(state)}");
        query.AddRange(labels.Select(l => $"label={Uri.EscapeDataString($"{l.Key}:{l.Value}")}"));
        if (cursor is not null) query.Add($"cursor={Uri.EscapeDataString(cursor)}");
        return api.JsonAsync<JobListResponse>(() => new HttpRequestMessage(HttpMethod.Get, $"{Root}?{string.Join('&', query)}"), tell, cancellation);
    }

    /// <summary>The newest job with a label; null when there is none.</summary>
    internal async Task<JobResponse?> FindByLabelAsync(string name, string value, Action<string> tell, CancellationToken cancellation)
    {
        var page = await ListAsync(null, [new(name, value)], 1, null, tell, cancellation);
        // A server that does not know the filter must not hand us another's job.
        return page.Items.FirstOrDefault(job => job.Labels.TryGetValue(name, out var found) && found == value);
    }

    /// <summary>Cancels a job that has not ended. One that has is left alone: the server would delete it, results and all.</summary>
    /// <returns>The state of a job that had ended before; null when it was cancelled now.</returns>
    internal Task<string?> CancelAsync(string id, Action<string> tell, CancellationToken cancellation) => api.RetryAsync<string?>(async token =>
    {
        // Asked in each try: an answer that was lost may have cancelled it.
        var job = await GetAsync(id, tell, token);
        if (JobState.IsFinal(job.State)) return job.State;
        using var idle = api.NewIdle(ApiClient.AnswerTime, token);
        using var request = new HttpRequestMessage(HttpMethod.Delete, PathOf(id));
        using var response = await api.SendAsync(request, idle);
        return null;
    }, tell, cancellation);

    internal static string PathOf(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
