namespace Rvos.Notifications.Store;

/// <summary>Ids of endpoints: <c>wh_</c> and a UUID of version 7.</summary>
internal static class EndpointId
{
    internal static string Create(DateTimeOffset now) => "wh_" + Guid.CreateVersion7(now).ToString("n");
}
