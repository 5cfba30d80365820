using System.Collections.Concurrent;

namespace Rvos.Serving;

/// <summary>The one thread that runs inference, in the order in which work came. The OpenMP runtime gives each thread that starts parallel work a team of its own:
/// on pool threads those would add up.</summary>
internal sealed class InferenceThread : IDisposable
{
    private readonly BlockingCollection<Action> queue = [];
    private readonly Thread thread;

    /// <summary>Starts it.</summary>
    /// <param name="begin">Called first on the thread.</param>
    internal InferenceThread(Action begin)
    {
        thread = new Thread(() =>
        {
            begin();
            foreach (var work in queue.GetConsumingEnumerable()) work();
        })
        { IsBackground = true, Name = "inference" };
        thread.Start();
    }

    /// <summary>Runs work after what came before it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it began.</exception>
    internal Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Add(
            () =>
            {
                if (cancellation.IsCancellationRequested)
                {
                    result.SetCanceled(cancellation);
                    return;
                }

                try
                {
                    result.SetResult(work());
                }
                catch (Exception error)
                {
                    result.SetException(error);
                }
            },
            cancellation);
        return result.Task;
    }

    /// <summary>Ends it when all work is done.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
    }
}
