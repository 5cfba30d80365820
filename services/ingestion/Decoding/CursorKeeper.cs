using Rvos.Hosting.Background;

namespace Rvos.Ingestion.Decoding;

/// <summary>Trims the pool of open videos every second.</summary>
internal sealed class CursorKeeper(CursorPool pool, TimeProvider time, ILogger<CursorKeeper> logger) : RecurringService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken stopping)
    {
        await pool.TrimAsync();
        return Interval;
    }
}
