namespace Rvos.Dapr.Videos;

/// <summary>Marks endpoints that are for the sidecar.</summary>
internal sealed class SidecarEndpoint;
