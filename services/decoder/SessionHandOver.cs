namespace Rvos.Decoder;

/// <summary>On SIGTERM: sessions that wait for features are let go at once, so that other decoders take them over while this one ends. Those in use follow after their
/// segment (<see cref="SessionRunner"/>), and the bus waits for them before it stops.</summary>
internal sealed partial class SessionHandOver(SessionPool pool, IHostApplicationLifetime lifetime, ILogger<SessionHandOver> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // From here on a session that is taken up again ends with its segment.
        lifetime.StopApplication();
        try
        {
            await pool.HandOverAsync();
        }
        catch (Exception error)
        {
            // The store is out of reach: the leases end by themselves, and the process all the same.
            Log.Failed(logger, error);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sessions could not be handed over; their leases end by themselves")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
