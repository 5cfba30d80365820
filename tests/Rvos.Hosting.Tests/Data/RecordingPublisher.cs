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

    /// <summary>Awaited by each message before it is taken.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The first message is there, and may be waiting at the gate.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether any message came within a transaction.</summary>
    public bool WasInTransaction { get; private set; }

    public int FailuresAhead { get; init; }

    public int FailAt { get; init; } = -1;

    public async Task PublishAsync(OutboxMessage message, CancellationToken cancellation)
    {
        WasInTransaction |= Database.IsInTransaction;
        await Task.Yield();
        Entered.TrySetResult();
        await Gate.WaitAsync(cancellation);
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
