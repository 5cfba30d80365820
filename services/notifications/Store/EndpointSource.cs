namespace Rvos.Notifications.Store;

/// <summary>Who made an endpoint: the values of the column <c>source</c>.</summary>
internal static class EndpointSource
{
    /// <summary>The tenant registered it; it gets every event that its filter lets through.</summary>
    internal const string Tenant = "tenant";

    /// <summary>A job named its URL; it gets the events of such jobs only.</summary>
    internal const string Job = "job";
}
