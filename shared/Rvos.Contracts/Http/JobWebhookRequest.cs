namespace Rvos.Contracts.Http;

/// <summary>Who is told of a job's end: a URL or one of the tenant's endpoints.</summary>
public sealed record JobWebhookRequest
{
    /// <summary>A URL.</summary>
    public string? Url { get; init; }

    /// <summary>Id of an endpoint.</summary>
    public string? Endpoint { get; init; }
}
