using System.Threading.Channels;

namespace Rvos.Hosting;

/// <summary>
/// Wakes a loop of this process before its time; raised many times before the loop looks, it wakes it once. Thread-safe. A lost
/// signal costs the loop's interval at most.
/// </summary>
/// <param name="clock">Measures the interval.</param>
public class WakeSignal(TimeProvider clock)
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the loop, or spares it its next wait.</summary>
    public void Raise() => _channel.Writer.TryWrite(true);

    /// <summary>Returns when raised since the last wait, or after a time.</summary>
    /// <param name="longest">The loop's interval.</param>
    /// <param name="cancellation">Ends the wait with an exception.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var end = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        try
        {
            await _channel.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
