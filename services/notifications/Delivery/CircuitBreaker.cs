namespace Rvos.Notifications.Delivery;

/// <summary>
/// How long an endpoint that keeps failing is left alone. Its state is two columns of the endpoint, so that all pods share
/// it. While it is blocked none of its messages is claimed; afterwards one at a time is, until one succeeds.
/// </summary>
internal static class CircuitBreaker
{
    /// <summary>Failures in a row, over all messages of the endpoint, that open the circuit.</summary>
    internal const int Threshold = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The pause after so many failures in a row; zero below the threshold.</summary>
    internal static TimeSpan Pause(long failures)
    {
        if (failures < Threshold) return TimeSpan.Zero;
        var pause = First * Math.Pow(2, Math.Min(failures - Threshold, 10));
        return pause < Longest ? pause : Longest;
    }
}
