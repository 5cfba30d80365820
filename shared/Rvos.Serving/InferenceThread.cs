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
        // Spans made by the work belong to the caller's trace.
        var context = ExecutionContext.Capture();
        queue.Add(
            () =>
            {
                if (context is null) Run(work, result, cancellation);
                else ExecutionContext.Run(context, _ => Run(work, result, cancellation), null);
            },
            cancellation);
        return result.Task;
    }

    private static void Run<T>(Func<T> work, TaskCompletionSource<T> result, CancellationToken cancellation)
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
    }

    /// <summary>Ends it when all work is done.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
    }
}
