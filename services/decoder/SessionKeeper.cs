using MassTransit;
using Rvos.Hosting.Background;

namespace Rvos.Decoder;

/// <summary>Trims the pool of sessions, and looks at those of others, every second.</summary>
internal sealed class SessionKeeper(SessionPool pool, SessionWatch watch, IBus bus, TimeProvider time, ILogger<SessionKeeper> logger) : RecurringService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken stopping)
    {
        await pool.TrimAsync();
        await watch.LookAsync(bus, stopping);
        return Interval;
    }

    // Store or bus out of reach: the next round finds everything as it was, and must find it soon.
    /// <inheritdoc/>
    protected override TimeSpan PauseAfter(int failures) => Interval;
}
