namespace Rvos.Notifications.Signing;

/// <summary>What the check of a received webhook found.</summary>
public enum WebhookVerification
{
    /// <summary>A signature matches and the time is near.</summary>
    Valid,

    /// <summary>The timestamp is not a number of seconds.</summary>
    BadTimestamp,

    /// <summary>The message was signed too long ago; it may be a replay by someone who listened.</summary>
    TooOld,

    /// <summary>The message was signed in the future.</summary>
    TooNew,

    /// <summary>No signature of version 1 matches any secret.</summary>
    NoMatch,
}
