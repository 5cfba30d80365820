namespace Rvos.Notifications.Delivery;

/// <summary>What one request to a receiver brought.</summary>
internal sealed record AttemptResult
{
    internal const int Gone = 410;

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What went wrong, for the user; null when the receiver took the message.</summary>
    public string? Error { get; init; }

    /// <summary>How long to wait, when the receiver said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The URL itself is refused: no later attempt can succeed.</summary>
    public bool Hopeless { get; init; }

    public bool Delivered => Error is null;
}
