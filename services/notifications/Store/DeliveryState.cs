namespace Rvos.Notifications.Store;

/// <summary>The values of the column <c>state</c> of a delivery.</summary>
internal static class DeliveryState
{
    /// <summary>To be tried when it is due.</summary>
    internal const string Pending = "pending";

    /// <summary>The receiver answered 2xx.</summary>
    internal const string Delivered = "delivered";

    /// <summary>Every attempt failed, or the URL will never be requested.</summary>
    internal const string Failed = "failed";

    /// <summary>The endpoint was disabled before the receiver took it; a replay brings it back.</summary>
    internal const string Cancelled = "cancelled";

    internal static readonly string[] All = [Pending, Delivered, Failed, Cancelled];
}
