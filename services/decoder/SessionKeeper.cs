namespace Rvos.Decoder;

/// <summary>Trims the pool of sessions every second.</summary>
internal sealed class SessionKeeper(SessionPool pool, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await pool.TrimAsync();
    }
}
