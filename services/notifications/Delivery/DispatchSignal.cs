using System.Threading.Channels;

namespace Rvos.Notifications.Delivery;

/// <summary>Tells the dispatcher of this process that something may be due. Lost signals cost one poll interval at most.</summary>
internal sealed class DispatchSignal(TimeProvider time)
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a signal, at most a while.</summary>
    /// <exception cref="OperationCanceledException">The host stops.</exception>
    internal async Task WaitAsync(TimeSpan longest, CancellationToken stopping)
    {
        using var timer = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        try
        {
            await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
        }
    }
}
