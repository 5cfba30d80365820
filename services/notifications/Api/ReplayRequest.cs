namespace Rvos.Notifications.Api;

/// <summary>Body of <c>POST /v1/webhooks/{id}/replay</c>.</summary>
public sealed record ReplayRequest
{
    /// <summary>The first moment of the range, by when the delivery was made.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The first moment after the range; absent: now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Which of them: <c>delivered</c>, <c>failed</c>, <c>cancelled</c>. Absent or empty: the failed and the cancelled.</summary>
    public IReadOnlyList<string?>? States { get; init; }
}
