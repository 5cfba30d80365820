namespace Rvos.Notifications.Api;

/// <summary>One attempt to deliver a message.</summary>
public sealed record AttemptResponse
{
    /// <summary>Its number, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The answer's HTTP status; absent where there was none.</summary>
    public long? Status { get; init; }

    /// <summary>What went wrong; absent where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long LatencyMs { get; init; }
}
