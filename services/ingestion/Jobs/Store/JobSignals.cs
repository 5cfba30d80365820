using System.Collections.Concurrent;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Wakes those in this process who wait for a job's next event.</summary>
internal sealed class JobSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = [];

    /// <summary>Wakes everybody who waits for a job.</summary>
    internal void Raise(string id)
    {
        if (waiting.TryRemove(id, out var signal)) signal.TrySetResult();
    }

    /// <summary>Ends with the next <see cref="Raise"/> of the job.</summary>
    internal Task Next(string id) => waiting.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>How many jobs are waited for.</summary>
    internal int Count => waiting.Count;
}
