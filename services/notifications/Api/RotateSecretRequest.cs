namespace Rvos.Notifications.Api;

/// <summary>Body of <c>POST /v1/webhooks/{id}/rotate</c>; may be absent.</summary>
public sealed record RotateSecretRequest
{
    /// <summary>How long the older secrets still sign beside the new one, in seconds, 0 to 604,800. Default 86,400; 0 where a secret has leaked.</summary>
    public long? OverlapSeconds { get; init; }
}
