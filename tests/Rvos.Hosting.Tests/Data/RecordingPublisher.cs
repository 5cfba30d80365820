using System.Collections.Concurrent;
using System.Diagnostics;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Tests.Data;

/// <summary>A bus that notes what it gets and refuses one message for a while.</summary>
public sealed class RecordingPublisher : IOutboxPublisher
{
    private int _failures;

    public ConcurrentQueue<OutboxMessage> Messages { get; } = new();

    /// <summary>The trace in which each message was published; null for none.</summary>
    public ConcurrentQueue<string?> Traces { get; } = new();

    public ConcurrentQueue<Guid> Refused { get; } = new();

    public IEnumerable<int> Numbers => Messages.Select(message => ((FrameCounted)message.Message).Number);

    public int FailuresAhead { get; init; }

    public int FailAt { get; init; } = -1;

    public async Task PublishAsync(OutboxMessage message, CancellationToken cancellation)
    {
        await Task.Yield();
        if (((FrameCounted)message.Message).Number == FailAt && _failures < FailuresAhead)
        {
            _failures++;
            Refused.Enqueue(message.MessageId);
            throw new InvalidOperationException("the bus is away");
        }
        Traces.Enqueue(Activity.Current?.TraceId.ToHexString());
        Messages.Enqueue(message);
    }

    public async Task WaitForAsync(int count, TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        while (Messages.Count < count) await Task.Delay(10, end.Token);
    }
}
