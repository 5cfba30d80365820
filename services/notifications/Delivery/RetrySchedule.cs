namespace Rvos.Notifications.Delivery;

/// <summary>When a message is tried: at once, then after the pauses that Standard Webhooks 1.0 suggests, about three days in all.</summary>
/// <param name="random">Jitter, so that what failed together is not tried together again.</param>
public sealed class RetrySchedule(Random random)
{
    /// <summary>Jitter lengthens a pause by up to this share of it.</summary>
    public const double Jitter = 0.1;

    /// <summary>The longest wait that a receiver's <c>Retry-After</c> can ask for.</summary>
    public static readonly TimeSpan MaximumRetryAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private readonly Lock _gate = new();

    /// <summary>How often a message is tried before it counts as failed: 10.</summary>
    public static int Attempts => Pauses.Length;

    /// <summary>The pause before the next attempt; null when there is none left.</summary>
    /// <param name="made">Attempts made so far, 0 or more.</param>
    /// <param name="retryAfter">What the receiver asked for, if it did: never earlier than this, up to <see cref="MaximumRetryAfter"/>.</param>
    public TimeSpan? Next(int made, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(made);
        if (made >= Pauses.Length) return null;
        double jitter;
        lock (_gate) jitter = random.NextDouble() * Jitter;
        var pause = Pauses[made] * (1 + jitter);
        if (retryAfter is not { } asked) return pause;
        if (asked > MaximumRetryAfter) asked = MaximumRetryAfter;
        return asked > pause ? asked : pause;
    }
}
