using System.Threading.Channels;

namespace Rvos.Dapr.JobEvents;

/// <summary>Tells the publisher of this process that an event is due. Lost signals cost one poll interval at most.</summary>
internal sealed class PublishSignal(TimeProvider time)
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a signal, at most a while.</summary>
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
