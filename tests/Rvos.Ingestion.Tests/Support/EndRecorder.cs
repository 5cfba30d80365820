using System.Collections.Concurrent;
using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Hears of the ends of jobs, as metrics and notifications do.</summary>
internal sealed class EndRecorder(EndRecorder.Heard heard) : IConsumer<JobEnded>
{
    public Task Consume(ConsumeContext<JobEnded> context)
    {
        heard.Ends.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    /// <summary>All of them, in order.</summary>
    internal sealed class Heard
    {
        internal ConcurrentQueue<JobEnded> Ends { get; } = new();
    }
}
