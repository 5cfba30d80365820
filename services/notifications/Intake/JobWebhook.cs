namespace Rvos.Notifications.Intake;

/// <summary>What one job wants told beside the tenant's endpoints: a URL, an endpoint by its id, or both.</summary>
public sealed record JobWebhook
{
    /// <summary>A URL. The tenant's endpoint with that URL is used where there is one; otherwise one is made whose secret the tenant gets by rotating it.</summary>
    public string? Url { get; init; }

    /// <summary>The id of an endpoint of the tenant, whatever its filter says.</summary>
    public string? EndpointId { get; init; }
}
